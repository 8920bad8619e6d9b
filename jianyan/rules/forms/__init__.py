"""What is typed about the rules: edits of a draft, and what is asked and answered about it."""
