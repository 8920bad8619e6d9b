"""Rulebook versions and the working calendar of each zone."""
