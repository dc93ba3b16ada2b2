"""French, as its readers expect it: numbers, typography, sentences, matching."""
