"""Parquet, a slice at a time."""

from collections.abc import Iterator
from pathlib import Path

import polars

from polyrec.retrievers.errors import CatalogError
from polyrec.retrievers.reading.rows import Row

SLICE = 10_000


def read_parquet(path: Path) -> Iterator[Row]:
    """Yields each record; raises CatalogError when the file is no Parquet."""
    try:
        frame = polars.scan_parquet(path)
        total = frame.select(polars.len()).collect().item()
        for start in range(0, total, SLICE):
            records = frame.slice(start, SLICE).collect().iter_rows(named=True)
            for number, cells in enumerate(records, start=start + 1):
                yield Row(number, cells)
    except polars.exceptions.PolarsError as error:
        raise CatalogError(
            f"{path} cannot be read as Parquet: {str(error).splitlines()[0]}.",
            "Write it again, or export it as CSV or JSONL.",
        ) from None
