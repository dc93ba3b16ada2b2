"""nec_analysis: raw exports in, every figure of the bilan out."""
