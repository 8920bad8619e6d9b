"""What the pages of what the records show are asked with."""
