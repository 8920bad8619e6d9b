"""Settings, addresses, the pages that cross apps, and the commands."""
