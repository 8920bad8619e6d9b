"""Bulletins (通报), special reports (专报) and instructions (批示)."""
