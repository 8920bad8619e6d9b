"""What is asked of the pages."""
