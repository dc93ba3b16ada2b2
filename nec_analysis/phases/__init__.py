"""The phases of an edition, one module for each notebook: each reads only what the phase before wrote."""
