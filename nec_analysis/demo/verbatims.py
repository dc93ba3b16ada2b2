"""Invented comments, treacherous ones first."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from nec_analysis.demo.draw import stream


def verbatims(seed: int, n: int = 400) -> dict[str, tuple[str, ...]]:
    """By open question, at most `n` invented texts without double."""
    table = tomllib.loads(files("nec_analysis.demo").joinpath("verbatims.toml").read_text(encoding="utf-8"))
    return {question: _pool(words, seed, question, n) for question, words in sorted(table.items())}


def _pool(words: dict[str, list[str]], seed: int, question: str, n: int) -> tuple[str, ...]:
    composed = [
        f"{start} {middle}{end}" for start in words["starts"] for middle in words["middles"] for end in words["ends"]
    ]
    order = stream(seed, "verbatims", question).permutation(len(composed))
    return tuple(words["treacherous"] + [composed[i] for i in order])[:n]
