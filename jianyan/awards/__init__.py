"""The award (优秀监督员)."""
