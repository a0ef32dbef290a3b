"""Guessing what the columns of an unknown file mean, from their names and from what they hold."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files

from babel import Locale

from polyrec.retrievers.cells import is_empty, parse_date, parse_number
from polyrec.retrievers.reading import Row
from polyrec.retrievers.schema import FieldSpec, Kind, Schema

SAMPLE = 1_000
MOSTLY = 0.9

NAMES: dict[Kind, frozenset[str]] = {
    Kind(kind): frozenset(names)
    for kind, names in tomllib.loads(files(__package__).joinpath("column_names.toml").read_text("utf-8")).items()
}
SEPARATORS = ("|", ";", ",", "/")


def infer_schema(rows: Iterable[Row]) -> Schema:
    """A schema for rows like these; columns that hold nothing are ignored.

    At most one id, title (the first by the order of the names above), description and item language is chosen.
    """
    columns: dict[str, list[object]] = {}
    for row in rows:
        for name, cell in row.cells.items():
            columns.setdefault(name, []).append(cell)
    fields = {
        name: _infer_field(name, [cell for cell in cells if not is_empty(cell)]) for name, cells in columns.items()
    }
    _choose_one(fields, Kind.ID)
    _choose_one(fields, Kind.ITEM_LANGUAGE)
    _choose_texts(fields, columns)
    return Schema(fields=fields)


def _infer_field(name: str, cells: Sequence[object]) -> FieldSpec:
    if not cells:
        return FieldSpec(kind=Kind.IGNORE)
    by_name = next((kind for kind, names in NAMES.items() if _words_of(name) & names), None)
    values = [str(value).strip() for cell in cells for value in (cell if isinstance(cell, list) else [cell])]
    kind = by_name if by_name in (Kind.ID, Kind.TITLE, Kind.DESCRIPTION) else None
    if kind:
        return FieldSpec(kind=kind)
    if _mostly(cells, lambda cell: parse_number(cell) is not None):
        years = _mostly(cells, lambda cell: 1000 <= (parse_number(cell) or 0) <= 2100)
        return FieldSpec(kind=Kind.YEAR if years and by_name is Kind.YEAR else Kind.NUMBER, unit=_unit(name))
    if _mostly(cells, lambda cell: parse_date(cell) is not None):
        return FieldSpec(kind=Kind.DATE)
    if _mostly(values, lambda value: value.startswith(("http://", "https://"))):
        return FieldSpec(kind=Kind.LINK)
    separator = None if any(isinstance(cell, list) for cell in cells) else _separator(values)
    parts = [part.strip() for value in values for part in (value.split(separator) if separator else [value])]
    english = Locale.parse("en")
    if _mostly(parts, lambda part: part.replace("_", "-").split("-")[0] in english.languages):
        one = by_name is Kind.ITEM_LANGUAGE and not separator and not any(isinstance(cell, list) for cell in cells)
        return FieldSpec(kind=Kind.ITEM_LANGUAGE if one else Kind.LANGUAGE, separator=separator)
    if _mostly(parts, lambda part: len(part) == 2 and part in english.territories):
        return FieldSpec(kind=Kind.COUNTRY, separator=separator)
    if by_name is Kind.PERSON:
        return FieldSpec(kind=Kind.PERSON, separator=separator)
    repeats = len(set(parts)) <= max(20, 0.5 * len(parts))
    short = sum(map(len, parts)) / len(parts) <= 40
    return FieldSpec(kind=Kind.CATEGORY if repeats and short else Kind.TEXT, separator=separator if repeats else None)


def _mostly(cells: Sequence[object], test: Callable[..., bool]) -> bool:
    return sum(map(test, cells)) >= MOSTLY * len(cells)


def _words_of(name: str) -> set[str]:
    lowered = name.strip().lower()
    return {lowered, *re.split(r"[\s_\-.]+", lowered)}


def _unit(name: str) -> str | None:
    units = {
        "minutes": "minute",
        "hours": "hour",
        "grams": "gram",
        "kg": "kilogram",
        "eur": "EUR",
        "usd": "USD",
        "gbp": "GBP",
    }
    return next((units[word] for word in _words_of(name) if word in units), None)


def _separator(values: Sequence[str]) -> str | None:
    """The separator that splits long cells into parts which recur, or None."""
    for separator in SEPARATORS:
        parts = Counter(part.strip() for value in values if separator in value for part in value.split(separator))
        if (
            parts
            and parts.total() >= 0.2 * len(values)
            and len(parts) <= 0.5 * parts.total()
            and max(map(len, parts)) <= 40
        ):
            return separator
    return None


def _choose_one(fields: dict[str, FieldSpec], kind: Kind) -> None:
    for extra in [name for name, spec in fields.items() if spec.kind is kind][1:]:
        fields[extra] = FieldSpec(kind=Kind.TEXT)


def _choose_texts(fields: dict[str, FieldSpec], columns: dict[str, list[object]]) -> None:
    """Sees to it that there is a title, and one description at most: the longest text."""

    def length(name: str) -> float:
        texts = [str(cell) for cell in columns[name] if not is_empty(cell)]
        return sum(map(len, texts)) / max(1, len(texts))

    texts = [name for name, spec in fields.items() if spec.kind in (Kind.TEXT, Kind.CATEGORY) and not spec.separator]
    if not any(spec.kind is Kind.TITLE for spec in fields.values()) and texts:
        title = next((name for name in texts if fields[name].kind is Kind.TEXT and length(name) <= 80), texts[0])
        fields[title] = FieldSpec(kind=Kind.TITLE)
        texts.remove(title)
    descriptions = sorted((name for name, spec in fields.items() if spec.kind is Kind.DESCRIPTION), key=length)
    for extra in descriptions[:-1]:
        fields[extra] = FieldSpec(kind=Kind.TEXT)
    if not descriptions:
        longest = max((name for name in texts if fields[name].kind is Kind.TEXT), key=length, default=None)
        if longest and length(longest) > 40:
            fields[longest] = FieldSpec(kind=Kind.DESCRIPTION)
