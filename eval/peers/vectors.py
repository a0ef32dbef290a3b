"""Bare retrieval: the items nearest to the message, and nothing else."""

import time
from collections.abc import Iterator

from polyrec.agent import Event, Evidence, Found, Ranked, RankedItem, Replied, Reply
from polyrec.retrievers import Catalog, Embedder, Request


class VectorSearch:
    """Answers every message with its nearest neighbours; it understands nothing, remembers nothing and says nothing."""

    def __init__(self, catalog: Catalog, embedder: Embedder) -> None:
        self.catalog = catalog
        self._embedder = embedder

    def session(self, language: str | None = None) -> "VectorSearch":
        """See Talker.session; there is nothing to remember."""
        del language
        return self

    def stream(self, message: str, *, n: int = 3, language: str | None = None) -> Iterator[Event]:
        """See Session.stream."""
        del language
        started = time.monotonic()
        items = nearest(self.catalog, self._embedder, message, n)
        timings = {"found": time.monotonic() - started}
        yield Found(items)
        yield Ranked(items)
        yield Replied(Reply("", "und", items, Request(message, "und"), "none", "none", timings=timings))


def nearest(catalog: Catalog, embedder: Embedder, message: str, count: int) -> tuple[RankedItem, ...]:
    """The `count` items nearest to a message by cosine, nearest first."""
    hits = catalog.nearest(embedder.query([message])[0], count)
    items = catalog.items([row for row, _ in hits])
    return tuple(RankedItem(item, (Evidence("close"),), cosine) for item, (_, cosine) in zip(items, hits, strict=True))
