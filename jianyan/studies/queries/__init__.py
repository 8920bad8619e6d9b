"""Reads about studies and verifications."""
