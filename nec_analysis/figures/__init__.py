"""The figure register: no printed number without its row."""
