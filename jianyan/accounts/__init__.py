"""Zones, departments, users, roles and sign-in."""
