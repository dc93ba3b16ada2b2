"""Streams of a cell written in one way, whenever their pieces arrived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def coalesced(outputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outputs with one text for stdout and one for stderr, stdout first where they touch.

    The rule is nbclient's `coalesce_streams`: how a kernel cuts its streams depends on the clock.
    """
    kept: list[dict[str, Any]] = []
    streams: dict[str, dict[str, Any]] = {}
    for output in outputs:
        if output["output_type"] != "stream":
            kept.append(output)
        elif output["name"] in streams:
            streams[output["name"]]["text"] += _text(output)
        else:
            stream = type(output)({**output, "text": _text(output)})
            streams[output["name"]] = stream
            kept.append(stream)
    for stream in streams.values():
        stream["text"] = _overwritten(stream["text"])
    return _stdout_first(kept)


def _text(output: dict[str, Any]) -> str:
    return "".join(output["text"])


def _overwritten(text: str) -> str:
    """A progress bar shows its last state. nbclient's regular expression takes a minute on a line of 100 000 letters."""
    if "\r" not in text:
        return text
    return "\n".join(line[line[:-1].rfind("\r") + 1 :] for line in text.split("\n"))


def _stdout_first(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for at in range(len(outputs) - 1):
        pair = [output.get("name") for output in outputs[at : at + 2]]
        if pair == ["stderr", "stdout"]:
            outputs[at], outputs[at + 1] = outputs[at + 1], outputs[at]
    return outputs
