"""What the records show: the trial-year review, other rule values on the same year, zones side by side.

Nothing is written.
"""
