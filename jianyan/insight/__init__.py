"""What the records show: a review of the trial year, the year under other rules, zones side by side. Writes nothing."""
