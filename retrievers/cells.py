"""What a cell of an unknown file states."""

import re
from datetime import date

EMPTY = frozenset({"", "-", "–", "—", "n/a", "na", "nan", "none", "null", "unknown", "?"})


def is_empty(cell: object) -> bool:
    """Whether a cell states nothing: None, white space, an empty list, or a usual word for "not known"."""
    if isinstance(cell, str):
        return cell.strip().lower() in EMPTY
    return cell is None or cell == [] or cell != cell


def parse_number(cell: object) -> float | None:
    """The number in a cell, written with a decimal point or comma; None when it is no finite number."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell) if abs(cell) < 1e300 else None
    text = str(cell).strip().replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})*,\d+|[+-]?\d+,\d+", text):
        text = text.replace(".", "").replace(",", ".")
    return float(text) if re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?", text, re.I) else None


def parse_date(cell: object) -> date | None:
    """The day in a cell in ISO 8601 (a time may follow); None when it is none."""
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip()[:10])
    except ValueError:
        return None
