"""The bilan: what notebooks show, the document they become, its PDF, its web page."""
