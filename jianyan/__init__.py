"""Jianyan (建言): the working system of a business-environment office and its supervisors."""

__version__ = "0.1.0"
