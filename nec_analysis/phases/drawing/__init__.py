"""The charts of an edition, each drawn from the register or the cleaned tables in the shape its stanza names."""
