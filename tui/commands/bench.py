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
