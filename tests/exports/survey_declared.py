"""What a person would declare in the card of a sample: headers that say less than the question, codes without labels."""

from __future__ import annotations

from typing import Any

from survey_samples import Sample


def declared(sample: Sample) -> dict[str, Any]:
    """`names`, `recodes`, `rules`, `options` of a sample; nothing for most."""
    return {}
