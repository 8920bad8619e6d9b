"""Inputs of reporting."""
