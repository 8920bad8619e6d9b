"""Pages of awards."""
