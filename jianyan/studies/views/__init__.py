"""The pages of studies and verifications."""
