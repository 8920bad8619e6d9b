"""Nothing is changed here; what was taken out as a file is recorded."""
