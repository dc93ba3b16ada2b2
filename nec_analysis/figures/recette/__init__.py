"""The recette: every figure counted a second time, every number of the finished files traced."""
