"""Bytes to a trusted grid of text, or a refusal that says why."""

from .at_hand import SHEET, at_hand
from .combine import combine
from .head import Head
from .limits import LIMITS, Limits
from .peek import format_of, peek
from .read import read
from .stream import stream
from .table import Grid

__all__ = ["LIMITS", "SHEET", "Grid", "Head", "Limits", "at_hand", "combine", "format_of", "peek", "read", "stream"]
