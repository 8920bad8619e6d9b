"""Opinion forms, leads and their handling."""
