"""The event loop nbclient makes for a thread, closed when the notebook has ended."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_core.utils import ensure_event_loop


@contextmanager
def own_loop() -> Iterator[None]:
    """Close the loop of this thread after the block: nbclient never does."""
    try:
        yield
    finally:
        loop = ensure_event_loop()
        if not loop.is_running():
            loop.close()
            asyncio.set_event_loop(None)
