"""The outlines of the map, built once, shipped as data."""
