"""Learning from what people chose: purchases, likes, loans, conversations."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from polyrec.retrievers.catalog import Catalog
from polyrec.retrievers.errors import CatalogError
from polyrec.retrievers.reading import Row, read_rows

PERSON, ITEM, ITEMS = "person", "item", "items"
MOST_UNKNOWN = 5


@dataclass(frozen=True, slots=True)
class Learned:
    """How many people and choices were counted, how many choices were of items that the catalogue lacks (with a few of
    their ids), and how many records could not be read.
    """

    people: int
    choices: int
    unknown: int
    examples: tuple[str, ...]
    rejected: int


def learn(catalog: Catalog, source: Path) -> Learned:
    """Counts what people chose together, in the place of what was learned before.

    A record is one choice (`person`, `item`) or all choices of one person (`items`, a list of ids); files are of the
    same formats as catalogues. Raises CatalogError when the file cannot be read or holds no choice of an item that is
    known; what was learned before then stays.
    """
    chosen: dict[object, dict[str, None]] = {}
    rejected = 0
    for number, record in enumerate(read_rows(source)):
        if not isinstance(record, Row) or not (read := _choices(record, number)):
            rejected += 1
            continue
        person, items = read
        chosen.setdefault(person, {}).update(dict.fromkeys(items))
    ids = {item for items in chosen.values() for item in items}
    rows = {item: row for item in ids if (row := catalog.row(item)) is not None}
    known = [[rows[item] for item in items if item in rows] for items in chosen.values()]
    known = [choices for choices in known if choices]
    if not known:
        raise CatalogError(
            f"{source} names no item of the catalogue {catalog.name}.",
            f"Each record needs {PERSON} and {ITEM}, or {ITEMS}, with the catalogue's own ids.",
        )
    catalog.learn(known)
    strangers = sorted(ids - rows.keys())
    missed = sum(item not in rows for items in chosen.values() for item in items)
    return Learned(len(known), sum(map(len, known)), missed, tuple(strangers[:MOST_UNKNOWN]), rejected)


def _choices(record: Row, number: int) -> tuple[object, list[str]] | None:
    """Who chose, and what; a record of several items is a person of its own."""
    items = record.cells.get(ITEMS)
    if isinstance(items, Iterable) and not isinstance(items, str):
        return (ITEMS, number), [str(item) for item in items]
    person, item = record.cells.get(PERSON), record.cells.get(ITEM)
    return None if person in (None, "") or item in (None, "") else (str(person), [str(item)])
