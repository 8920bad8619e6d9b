"""Files that people give: where their bytes lie, and the virus scanner that looks at them first."""
