"""polyrec catalogs, show and remove: what stands on the shelf."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from polyrec.retrievers import Catalog, Shelf

MOST_VALUES = 12
FIRST_ITEMS = 10
CatalogArgument = Annotated[str, typer.Argument(metavar="CATALOG")]


def _shelf() -> "Shelf":
    from polyrec.agent import load_config
    from polyrec.retrievers import Shelf

    return Shelf(load_config().data_dir / "catalogs")


def catalogs() -> None:
    """List the catalogues."""
    from polyrec.retrievers import SAMPLES, Catalog

    shelf = _shelf()
    for name in shelf.names():
        catalog = Catalog(shelf.folder / name)
        state = f", {catalog.waiting} not indexed yet" if catalog.waiting else ""
        typer.echo(f"{name:<20} {len(catalog):>8} items{state}   {catalog.meta.get('embedder', '-')}")
    for name in SAMPLES:
        if name not in shelf.names():
            typer.echo(f"{name:<20}   sample, indexed when first used")


def show(
    catalog: CatalogArgument,
    item_id: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="One item; the catalogue's fields and first items without this."),
    ] = None,
) -> None:
    """Show a catalogue, or one item of it."""
    from polyrec.retrievers import CatalogError

    opened = _shelf().open(catalog)
    if item_id is None:
        _show_catalog(opened)
        return
    item = opened.item(item_id)
    if item is None:
        raise CatalogError(
            f"The catalogue {catalog} has no item {item_id!r}.",
            f"See its first items with: polyrec show {catalog}",
        )
    typer.echo(item.title)
    for name in item.fields:
        typer.echo(f"  {name:<16} {', '.join(item.values(name))}")
    typer.echo(f"  {item.description}{f' [{item.language}]' if item.language else ''}")


def _show_catalog(catalog: "Catalog") -> None:
    typer.echo(
        f"{catalog.name}: {len(catalog)} items, embedder {catalog.meta.get('embedder', '-')}, "
        f"from {catalog.meta['source']}"
    )
    for name, spec in catalog.schema.fields.items():
        values = [f"{facet.value} ({facet.count})" for facet in catalog.facets if facet.field == name]
        more = f", and {len(values) - MOST_VALUES} more" if len(values) > MOST_VALUES else ""
        typer.echo(f"  {name:<16} {spec.kind:<14} {', '.join(values[:MOST_VALUES])}{more}")
    for item in catalog.page(FIRST_ITEMS):
        typer.echo(f"  {item.id:<28} {item.title}")


def remove(
    catalog: CatalogArgument, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False
) -> None:
    """Remove a catalogue; the file that it was made from stays."""
    shelf = _shelf()
    if catalog in shelf.names() and not yes:
        typer.confirm(f"Remove the catalogue {catalog}?", abort=True)
    shelf.remove(catalog)
    typer.echo(f"Removed {catalog}.")
