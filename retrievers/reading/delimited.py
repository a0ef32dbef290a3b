"""CSV and TSV, read line by line so that a reject can name its line."""

import csv
import io
import sys
from collections.abc import Iterator
from typing import BinaryIO

from polyrec.retrievers.errors import CatalogError
from polyrec.retrievers.reading.rows import Reject, Row

DELIMITERS = ",;\t|"


def read_delimited(stream: BinaryIO, delimiter: str | None = None) -> Iterator[Row | Reject]:
    """Yields each record below the header line.

    A None `delimiter` takes the one of `, ; tab |` that the header holds most of. Raises CatalogError without a header.
    """
    csv.field_size_limit(sys.maxsize)
    start = stream.peek(2)[:2] if isinstance(stream, io.BufferedReader) else b""
    encoding = "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    lines = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    head = lines.readline()
    delimiter = delimiter or max(DELIMITERS, key=head.count)
    names = next(csv.reader([head], delimiter=delimiter), [])
    if not any(name.strip() for name in names):
        raise CatalogError("The file has no header line.", "Name the columns in its first line.")
    if any(_broken(name) for name in names):
        raise CatalogError("The header line is not UTF-8.", "Save the file as UTF-8.")
    records = csv.reader(lines, delimiter=delimiter)
    line = 2
    for cells in records:
        raw = delimiter.join(cells)
        if any(map(_broken, cells)):
            yield Reject(line, "not UTF-8", raw.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))
        elif cells and len(cells) != len(names):
            yield Reject(line, f"{len(cells)} cells where the header has {len(names)}", raw)
        elif cells:
            yield Row(line, dict(zip(names, cells, strict=True)))
        line = records.line_num + 2


def _broken(cell: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in cell)
