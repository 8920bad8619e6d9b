"""Studies (课题调研) and verifications (线索核查)."""
