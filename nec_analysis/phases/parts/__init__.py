"""A survey too large for memory: cut, read, coded part by part, each part adding to the whole."""
