"""Two editions or groups: how much they differ, within what bounds, by more than chance or not."""
