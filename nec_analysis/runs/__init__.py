"""Running notebooks: staged, locked, cached, published in one exchange."""
