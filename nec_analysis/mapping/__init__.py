"""Mapping: what the columns of an unknown export are, proposed with a score for a person to confirm."""
