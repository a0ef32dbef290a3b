"""Tables on a terminal; where nobody watches, as Markdown."""

import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from polyrec.eval.tables import Table


def print_table(table: "Table") -> None:
    """Prints a table; texts in it are never read as markup."""
    if not sys.stdout.isatty():
        typer.echo("\n".join(table.markdown()) + "\n")
        return
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    shown = RichTable(title=Text(table.title, "bold"), title_justify="left", caption_justify="left")
    shown.caption = Text(table.note) if table.note else None
    for number, column in enumerate(table.columns):
        shown.add_column(Text(column), justify="right" if number else "left", no_wrap=not number)
    for row in table.rows:
        shown.add_row(*map(Text, row))
    Console().print(shown)
