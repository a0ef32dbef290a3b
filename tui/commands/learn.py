"""polyrec learn: what people chose together."""

from pathlib import Path
from typing import Annotated

import typer


def learn(
    catalog: Annotated[str, typer.Argument(metavar="CATALOG")],
    source: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Records with person and item, or with items: CSV, TSV, JSONL or Parquet."),
    ],
) -> None:
    """Learn from what people chose (bought, liked, borrowed), so that "like this one" knows what goes together."""
    from polyrec.agent import load_config
    from polyrec.retrievers import Shelf
    from polyrec.retrievers import learn as learn_choices

    opened = Shelf(load_config().data_dir / "catalogs").open(catalog)
    learned = learn_choices(opened, source)
    typer.echo(f"{learned.choices} choices of {learned.people} people.")
    if learned.unknown:
        typer.echo(
            f"  {learned.unknown} choices of items that are not in {catalog}: {', '.join(learned.examples)} …", err=True
        )
    if learned.rejected:
        typer.echo(f"  {learned.rejected} records with neither person and item nor items.", err=True)
