"""Forms of the review, of what if and of zones side by side."""
