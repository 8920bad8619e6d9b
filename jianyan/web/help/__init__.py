"""帮助: the handbook (docs/handbook) inside the product.

`jianyan/web/handbook` is a link to docs/handbook, so that the same files are found in a checkout and, as package data,
in a wheel.
"""
