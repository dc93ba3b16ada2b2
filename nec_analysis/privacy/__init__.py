"""No person leaves data/raw: keyed pseudonyms, redaction, small groups."""
