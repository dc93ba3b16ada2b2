"""Synthetic editions whose raw exports are written as the tools write them."""
