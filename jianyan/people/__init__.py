"""Supervisors, their identities, appointments, contacts and dossiers."""
