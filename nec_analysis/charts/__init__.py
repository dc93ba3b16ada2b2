"""Charts: one module a shape, plain rows in, a figure with its alt text, its table, its source out."""
