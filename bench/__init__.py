"""How fast the product is, and how much memory it takes: `make bench`."""
