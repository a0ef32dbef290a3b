"""Behaviour from files: what a shop, a library or another recommender knows of a person."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from polyrec.agent.errors import MemoryFileError
from polyrec.agent.memory.people import FORMAT
from polyrec.agent.profile import KINDS, Behaviour, Facts
from polyrec.retrievers.errors import CatalogError
from polyrec.retrievers.reading import Reject, Row, read_rows

COLUMNS = {
    "kind": ("kind", "event", "action", "type"),
    "item": ("item", "item_id", "itemId", "movieId", "id"),
    "value": ("value", "rating", "score"),
    "text": ("text", "query", "reason"),
    "at": ("at", "time", "timestamp", "date"),
}
"""What each column may be called."""
NAMES = {
    "bought": "purchase",
    "buy": "purchase",
    "viewed": "view",
    "clicked": "click",
    "liked": "like",
    "rate": "rating",
}
MILLISECONDS = 1e11
"""Times above are milliseconds since 1970, not seconds."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The events of a file; how many records were no events (with the first reason), and how many lie in the future,
    which count as of now; `facts` where the file declares some.
    """

    events: tuple[Behaviour, ...]
    rejected: int = 0
    reason: str = ""
    future: int = 0
    facts: Facts | None = None


def read_behaviour(path: Path, catalog: str) -> Imported:
    """The events of a CSV, JSONL or Parquet file about items of `catalog`, or of an exported profile (JSON).

    A record has `item`, and `kind` or `rating`; `at` is a time in ISO 8601 or seconds since 1970, now where it is
    missing. Raises MemoryFileError where nothing can be read.
    """
    if path.suffix.lower() == ".json":
        return _exported(path)
    events, rejected, reason, future, now = [], 0, "", 0, time.time()
    try:
        for record in read_rows(path):
            try:
                if isinstance(record, Reject):
                    raise ValueError(record.reason)
                event = _event(record, catalog, now)
            except ValueError as error:
                rejected += 1
                reason = reason or f"line {record.line}: {error}"
                continue
            future += event.at > now
            events.append(event)
    except CatalogError as error:
        raise MemoryFileError(str(error), error.remedy) from None
    if not events:
        raise MemoryFileError(
            f"{path} holds no events{f' ({reason})' if reason else ''}.",
            f"Each record needs an item and a kind ({', '.join(KINDS)}) or a rating.",
        )
    return Imported(tuple(events), rejected, reason, future)


def _event(record: Row, catalog: str, now: float) -> Behaviour:
    cells = {name: _cell(record.cells, names) for name, names in COLUMNS.items()}
    value = None if cells["value"] in (None, "") else float(str(cells["value"]))
    kind = str(cells["kind"] or ("rating" if value is not None else "")).strip().lower()
    kind = NAMES.get(kind, kind)
    item, text = str(cells["item"] or ""), str(cells["text"] or "")
    for known in KINDS:
        if kind == known:
            if not item and known != "search":
                raise ValueError("no item")
            return Behaviour(known, catalog, item, value, text, _time(cells["at"], now))
    raise ValueError(f"no such kind of event: {kind!r}")


def _cell(cells: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((cells[name] for name in names if cells.get(name) not in (None, "")), None)


def _time(value: object, now: float) -> float:
    if value is None:
        return now
    text = str(value)
    try:
        seconds = float(text)
        return seconds / 1000 if seconds > MILLISECONDS else seconds
    except ValueError:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _exported(path: Path) -> Imported:
    try:
        whole = json.loads(path.read_text("utf-8"))
        version = int(whole["version"])
        if version > FORMAT:
            raise MemoryFileError(
                f"{path} was exported by a newer polyrec (version {version}; this one reads {FORMAT}).",
                "Update polyrec, then import it again. Nothing was changed.",
            )
        events = tuple(Behaviour(**event) for event in whole["events"])
        if any(event.kind not in KINDS for event in events):
            raise ValueError("an event of a kind that is not known")
        now = time.time()
        future = sum(event.at > now for event in events)
        return Imported(events, future=future, facts=Facts.model_validate(whole["facts"]))
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise MemoryFileError(
            f"{path} is no profile that polyrec exported: {error}.", "Write one with: polyrec profile export"
        ) from None
