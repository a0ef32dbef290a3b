"""The polyrec command. Each subcommand lives in a file of its own and imports what is heavy only when it runs."""

import sys

import typer

from polyrec.tui.commands import (
    ask,
    bench,
    catalogs,
    chat,
    demo,
    doctor,
    evaluate,
    index,
    learn,
    models,
    profile,
    samples,
    sessions,
)

app = typer.Typer(
    name="polyrec",
    help="A conversational recommender for any language.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("chat")(chat.chat)
app.command("ask")(ask.ask)
app.add_typer(sessions.app, name="sessions")
app.add_typer(profile.app, name="profile")
app.command("index")(index.index)
app.command("learn")(learn.learn)
app.command("catalogs")(catalogs.catalogs)
app.command("show")(catalogs.show)
app.command("remove")(catalogs.remove)
app.add_typer(models.app, name="models")
app.command("samples")(samples.samples)
app.command("doctor")(doctor.doctor)
app.add_typer(bench.app, name="bench")
app.add_typer(evaluate.app, name="eval")
app.command("demo")(demo.demo)


def main() -> None:
    """Runs the command; what a person can mend ends in two lines and exit code 2."""
    try:
        app()
    except KeyboardInterrupt:
        typer.echo("\nInterrupted.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except Exception as error:
        from polyrec.retrievers import PolyrecError

        if not isinstance(error, PolyrecError):
            raise
        typer.echo(f"polyrec: {error}\n  {error.remedy}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
