"""The demo zone: a year of believable work, made by the same actions at simulated times."""
