"""polyrec eval: how good, by language, beside its peers."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from polyrec.tui.commands.options import ModelOption

app = typer.Typer(help="Measure how good it is, beside its peers.", no_args_is_help=True)
SUITES = {
    "wishes": "Does what is shown meet the wish, whatever the language?",
    "understanding": "Is the request understood that was meant, and nothing else?",
    "conversations": "Does it hold a conversation?",
    "explanations": "Is the reply in the person's language, and true to the catalogue?",
    "redial": "Does it find what a person would have recommended next?",
    "diversity": "Are the answers varied, and fair to every language?",
    "users": "Does a person with something in mind get there, and how fast?",
    "profiles": "Does a profile of twenty liked films help to find others that the person would like?",
    "speed": "How long does a person wait, and what does it cost?",
}
DEFAULT_DATA = Path("../shared/data")
LanguagesOption = Annotated[str | None, typer.Option(help="BCP-47 tags with commas between, such as en,de,ja.")]
SystemsOption = Annotated[
    str | None, typer.Option(help="Who takes part: polyrec, polyrec-none, textbook, vectors; commas between.")
]
LimitOption = Annotated[int | None, typer.Option(min=1, help="Cases to ask, as many of each language as can be.")]
SeedOption = Annotated[int, typer.Option(help="Settles which cases are asked, and every interval.")]
DataOption = Annotated[
    Path, typer.Option(envvar="POLYREC_EVAL_DATA", help="The folder of films.jsonl and redial_valid.jsonl.")
]
OutOption = Annotated[Path | None, typer.Option(help="Where to write; a folder below eval-reports without this.")]
FreshOption = Annotated[bool, typer.Option("--fresh", help="Begin anew where a run was interrupted or is finished.")]
JudgeOption = Annotated[str | None, typer.Option(help="A model that judges what rules cannot; explanations only.")]
SpeakerOption = Annotated[str | None, typer.Option(help="A model that speaks for the simulated users; users only.")]


def _command(name: str) -> Callable[..., None]:
    def run(
        model: ModelOption = None,
        languages: LanguagesOption = None,
        systems: SystemsOption = None,
        limit: LimitOption = None,
        seed: SeedOption = 0,
        data: DataOption = DEFAULT_DATA,
        out: OutOption = None,
        fresh: FreshOption = False,
        judge: JudgeOption = None,
        user_model: SpeakerOption = None,
    ) -> None:
        from polyrec.agent import load_config
        from polyrec.agent.llm import default_model
        from polyrec.eval.run import Options, run_suite
        from polyrec.eval.suites import open_suite
        from polyrec.tui.commands.progress import evaluation_bar
        from polyrec.tui.commands.tables import print_table

        config = load_config()
        models = {key: value for key, value in (("judge", judge), ("speaker", user_model)) if value}
        options = Options(
            model=model or default_model(config),
            data=data,
            languages=_listed(languages),
            systems=_listed(systems),
            limit=limit,
            seed=seed,
            out=out,
            fresh=fresh,
            extras=tuple(models.items()),
        )
        with evaluation_bar() as bar:
            report = run_suite(open_suite(name, models, config), options, config, bar.indexing, bar.watching)
        for reason in report.skipped:
            typer.echo(f"skipped: {reason}")
        for table in report.tables:
            print_table(table)
        if report.folder:
            typer.echo(f"{report.asked}. Written to {report.folder}")

    run.__doc__ = SUITES[name]
    return run


for _name in SUITES:
    app.command(_name)(_command(_name))


@app.callback()
def evaluate() -> None:
    """Measure how good it is. An interrupted run goes on where it stopped."""


@app.command("compare")
def compare_runs(
    first: Annotated[Path, typer.Argument(metavar="A", help="The folder of a run.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="The folder of another; may be the same with --pair.")],
    pair: Annotated[
        list[str] | None, typer.Option(help="Two systems to pair, as textbook=polyrec; may be given several times.")
    ] = None,
    seed: SeedOption = 0,
) -> None:
    """Show what B gains over A, and which differences are real."""
    from polyrec.eval.compare import compare
    from polyrec.tui.commands.tables import print_table

    pairs = dict(one.split("=", 1) for one in pair or () if "=" in one)
    for table in compare(first, second, pairs, seed):
        print_table(table)


def _listed(text: str | None) -> tuple[str, ...] | None:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else None
