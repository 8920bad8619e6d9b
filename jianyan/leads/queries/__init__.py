"""Reads of forms and leads."""
