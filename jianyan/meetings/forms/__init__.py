"""Inputs about meetings."""
