"""polyrec profile: what is known of a person."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polyrec.tui.commands.options import DEFAULT_CATALOG, CatalogOption, LanguageOption

if TYPE_CHECKING:
    from polyrec.agent.memory import LastingProfile, People

app = typer.Typer(
    help="What is known of a person: see it, bring it in, take it along, forget it.", no_args_is_help=True
)
PersonArgument = Annotated[str, typer.Argument(metavar="PERSON")]


def _people() -> "People":
    from polyrec.agent import load_config
    from polyrec.agent.memory import People, open_memory

    return People(open_memory(load_config().data_dir))


def _profile(person: str) -> "LastingProfile":
    return _people().profile(person)


@app.command("list")
def names() -> None:
    """List everybody of whom something is known."""
    for person in _people().names():
        typer.echo(person)


@app.command()
def show(person: PersonArgument, catalog: CatalogOption = DEFAULT_CATALOG, language: LanguageOption = None) -> None:
    """Say what follows from a profile for one catalogue."""
    from polyrec.agent import load_config
    from polyrec.agent.profile.summary import summarise
    from polyrec.retrievers import Shelf
    from polyrec.tui.commands.locale import locale_language

    opened = Shelf(load_config().data_dir / "catalogs").open(catalog)
    typer.echo(summarise(_profile(person), opened, language or locale_language()))


@app.command("import")
def bring_in(
    person: PersonArgument,
    source: Annotated[
        Path, typer.Argument(metavar="FILE", help="Events as CSV, JSONL or Parquet, or an exported profile (JSON).")
    ],
    catalog: CatalogOption = DEFAULT_CATALOG,
) -> None:
    """Add what a file says that a person did: views, purchases, ratings, likes. Nothing counts twice."""
    from polyrec.agent import load_config
    from polyrec.agent.memory import read_behaviour
    from polyrec.retrievers import Shelf

    opened = Shelf(load_config().data_dir / "catalogs").open(catalog)
    imported = read_behaviour(source, catalog)
    profile = _profile(person)
    profile.report(*imported.events)
    if imported.facts:
        profile.declare(imported.facts)
    typer.echo(f"{len(imported.events)} events.")
    items = {event.item for event in imported.events if event.item and event.catalog == catalog}
    unknown = sorted(items - opened.rows(items).keys())
    if unknown:
        typer.echo(f"  {len(unknown)} of their items are not in {catalog}: {', '.join(unknown[:5])} …", err=True)
    if imported.future:
        typer.echo(f"  {imported.future} lie in the future; they count as of today.", err=True)
    if imported.rejected:
        typer.echo(f"  {imported.rejected} records are no events, the first at {imported.reason}.", err=True)


@app.command()
def export(person: PersonArgument) -> None:
    """Print the whole profile as JSON, for `polyrec profile import`."""
    from polyrec.agent.memory import export_profile

    typer.echo(export_profile(_profile(person)))


@app.command("set")
def declare(
    person: PersonArgument,
    languages: Annotated[str | None, typer.Option(help="Languages that the person reads: de,en")] = None,
    region: Annotated[str | None, typer.Option(help="A country's code: AT")] = None,
    age: Annotated[int | None, typer.Option(help="The age of the youngest who joins in.")] = None,
    budget: Annotated[float | None, typer.Option(help="The most that an item may cost.")] = None,
) -> None:
    """Declare facts; those that are not named stay."""
    from pydantic import ValidationError

    from polyrec.agent import PolyrecError
    from polyrec.agent.profile import Facts

    profile = _profile(person)
    given = {
        "languages": tuple(languages.split(",")) if languages else None,
        "region": region.upper() if region else None,
        "age": age,
        "budget": budget,
    }
    facts = profile.facts.model_dump() | {name: value for name, value in given.items() if value is not None}
    try:
        profile.declare(Facts.model_validate(facts))
    except ValidationError as error:
        first = error.errors()[0]
        raise PolyrecError(
            f"{first['loc'][0]} cannot be {first['input']!r}: {first['msg']}.", "See: polyrec profile set --help"
        ) from None
    typer.echo(profile.facts.model_dump_json())


@app.command()
def forget(
    person: PersonArgument,
    item: Annotated[str | None, typer.Option(help="Only what is known of this item.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only events of this kind: view, like, rating, …")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Forget a person, or a part of what is known of them."""
    if item is None and kind is None and not yes:
        typer.confirm(f"Forget all that is known of {person}?", abort=True)
    typer.echo(f"Forgot {_profile(person).forget(item, kind)} events.")
