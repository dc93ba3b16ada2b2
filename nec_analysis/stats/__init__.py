"""Numbers in, numbers out: survey statistics on counts and arrays, with the formula beside the code."""
