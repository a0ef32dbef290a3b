"""JSON Lines: one object a line."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from polyrec.retrievers.reading.rows import Reject, Row


def read_jsonl(stream: BinaryIO) -> Iterator[Row | Reject]:
    """Yields each line as a row; blank lines are passed over."""
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            yield Reject(
                number,
                f"not UTF-8 at byte {error.start}",
                line.decode("utf-8", "backslashreplace").rstrip("\n"),
            )
            continue
        try:
            cells = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            yield Reject(number, f"not JSON: {error}", text.rstrip("\n"))
            continue
        if isinstance(cells, dict):
            yield Row(number, cells)
        else:
            yield Reject(number, "not a JSON object", text.rstrip("\n"))
