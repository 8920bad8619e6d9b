"""Real messages passed through the real actions at their own times: a check of the flow against what happened."""
