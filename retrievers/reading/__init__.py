"""Reading catalogue files: CSV, TSV, JSON Lines, Parquet, or JSON Lines on standard input."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from polyrec.retrievers.errors import CatalogError
from polyrec.retrievers.reading.delimited import read_delimited
from polyrec.retrievers.reading.jsonl import read_jsonl
from polyrec.retrievers.reading.rows import Reject, Row

__all__ = ["Reject", "Row", "check_source", "read_rows"]

FORMATS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")


def read_rows(source: Path) -> Iterator[Row | Reject]:
    """Yields the records of a file, or of standard input when `source` is `-`.

    Raises CatalogError when there is no such file, it is a folder, empty, of no known format, or not text.
    """
    if str(source) == "-":
        yield from read_jsonl(sys.stdin.buffer)
        return
    check_source(source)
    if source.suffix.lower() == ".parquet":
        from polyrec.retrievers.reading.parquet import read_parquet

        yield from read_parquet(source)
        return
    with source.open("rb") as stream:
        if source.suffix.lower() in (".jsonl", ".ndjson"):
            yield from read_jsonl(stream)
        else:
            yield from read_delimited(stream, "\t" if source.suffix.lower() == ".tsv" else None)


def check_source(source: Path) -> None:
    """Raises CatalogError for a file that no reader can make sense of."""
    if source.is_dir():
        raise CatalogError(f"{source} is a folder.", "Name the file in it that holds the items.")
    if not source.exists():
        raise CatalogError(
            f"There is no file {source}.",
            "Check the path, or see the catalogues you have with: polyrec catalogs",
        )
    if source.suffix.lower() not in FORMATS:
        raise CatalogError(f"{source} is none of {', '.join(FORMATS)}.", "Convert it to one of these, or rename it.")
    try:
        with source.open("rb") as stream:
            start = stream.read(io.DEFAULT_BUFFER_SIZE)
    except OSError as error:
        raise CatalogError(f"{source} cannot be read: {error.strerror}.", "Check its permissions.") from None
    if not start.strip():
        raise CatalogError(f"{source} is empty.", "Put at least one item into it.")
    is_text = b"\0" not in start or start[:2] in (b"\xff\xfe", b"\xfe\xff")
    if source.suffix.lower() != ".parquet" and not is_text:
        raise CatalogError(
            f"{source} is not a text file.", "Save it as UTF-8 text, or as Parquet with the ending .parquet."
        )
