"""From a record of a file to an item, or to the reason why not."""

import hashlib
import json
from collections.abc import Iterator

from polyrec.retrievers.cells import is_empty, parse_date, parse_number
from polyrec.retrievers.items import FieldValue, Item
from polyrec.retrievers.reading import Reject, Row
from polyrec.retrievers.schema import FieldSpec, Kind, Schema
from polyrec.retrievers.text import clean

LONGEST_TEXT = 100_000
LONGEST_TITLE = 1_000


def convert(row: Row, schema: Schema) -> Item | Reject:
    """The item that a row describes under a schema, or a Reject that names the field and what is wrong with it."""
    try:
        fields = dict(_fields(row, schema))
        title_field = schema.first(Kind.TITLE)
        title = str(fields.pop(title_field, "")) if title_field else ""
        if not title.strip():
            raise ValueError(f"{title_field or 'title'}: missing")
        if len(title) > LONGEST_TITLE:
            raise ValueError(f"{title_field}: {len(title):,} characters (at most {LONGEST_TITLE:,})")
        return Item(
            id=_take(fields, schema, Kind.ID) or _digest(row)[:16],
            title=title,
            description=_take(fields, schema, Kind.DESCRIPTION),
            language=_language(fields, schema),
            fields=fields,
        )
    except ValueError as error:
        return Reject(row.line, str(error), json.dumps(row.cells, ensure_ascii=False, default=str))


def _language(fields: dict[str, FieldValue], schema: Schema) -> str | None:
    """The tag of the item's language, which stays among its fields: people ask for it."""
    value = fields.get(schema.first(Kind.ITEM_LANGUAGE) or "")
    return value[0] if isinstance(value, tuple) and value else str(value) if value else None


def _take(fields: dict[str, FieldValue], schema: Schema, kind: Kind) -> str:
    name = schema.first(kind)
    return str(fields.pop(name, "")) if name else ""


def _fields(row: Row, schema: Schema) -> Iterator[tuple[str, FieldValue]]:
    for name, spec in schema.fields.items():
        cell = row.cells.get(name)
        if spec.kind is Kind.IGNORE or is_empty(cell):
            continue
        try:
            value = _value(cell, spec)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
        if value != ():
            yield name, value


def _value(cell: object, spec: FieldSpec) -> FieldValue:
    if spec.kind in (Kind.NUMBER, Kind.YEAR):
        number = parse_number(cell)
        if number is None:
            raise ValueError(f"{_shorten(cell)} is not a number")
        return number
    if spec.kind is Kind.DATE:
        day = parse_date(cell)
        if day is None:
            raise ValueError(f"{_shorten(cell)} is not a date")
        return day.isoformat()
    if isinstance(cell, dict):
        raise ValueError("an object where a value is expected")
    values = cell if isinstance(cell, list) else str(cell).split(spec.separator) if spec.separator else [cell]
    texts = tuple(dict.fromkeys(text for value in values if (text := clean(str(value)).strip())))
    longest = max(map(len, texts), default=0)
    if longest > LONGEST_TEXT:
        raise ValueError(f"{longest:,} characters (at most {LONGEST_TEXT:,})")
    if (
        isinstance(cell, list)
        or spec.separator
        or spec.kind in (Kind.CATEGORY, Kind.PERSON, Kind.COUNTRY, Kind.LANGUAGE)
    ):
        return texts
    return texts[0] if texts else ()


def _shorten(cell: object) -> str:
    text = clean(str(cell))
    return repr(text if len(text) <= 40 else text[:39] + "…")


def _digest(row: Row) -> str:
    return hashlib.sha256(json.dumps(row.cells, sort_keys=True, default=str).encode()).hexdigest()
