"""Tables that any reader can show: in a terminal, in Markdown, in JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under `columns`; the first column names the row. `note` says what the reader must know."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def markdown(self) -> Iterator[str]:
        """The table's lines in Markdown."""
        yield f"### {self.title}"
        yield ""
        yield _line(self.columns)
        yield _line(["---", *("---:" for _ in self.columns[1:])])
        yield from map(_line, self.rows)
        if self.note:
            yield ""
            yield self.note


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
