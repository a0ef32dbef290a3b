"""What every reader yields."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a source; `line` counts from 1 (in Parquet, records). Cells are texts, numbers, lists or None."""

    line: int
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Reject:
    """One record that cannot be used, with the reason and the record as it stood."""

    line: int
    reason: str
    raw: str
