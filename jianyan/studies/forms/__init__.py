"""The inputs of studies and verifications."""
