"""Pages about supervisors."""
