"""Figures over a period, from indexed queries."""
