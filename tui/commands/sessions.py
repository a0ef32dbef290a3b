"""polyrec sessions: the conversations that are kept."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from polyrec.agent.memory import Conversations

app = typer.Typer(help="Conversations that are kept.", invoke_without_command=True)
NameArgument = Annotated[str, typer.Argument(metavar="NAME")]


def _conversations() -> "Conversations":
    from polyrec.agent import load_config
    from polyrec.agent.memory import Conversations, open_memory

    return Conversations(open_memory(load_config().data_dir))


@app.callback()
def sessions(context: typer.Context) -> None:
    """List the conversations, the one used last first."""
    if context.invoked_subcommand is None:
        for name, catalog, person, turns in _conversations().names():
            typer.echo(f"{name:<24} {catalog:<16} {turns:>5} turns   {person or ''}".rstrip())


@app.command()
def show(
    name: NameArgument, last: Annotated[int, typer.Option("--last", help="How many turns, from the end.")] = 20
) -> None:
    """Print the end of a conversation."""
    from polyrec.agent import PolyrecError

    turns = _conversations().turns(name, last)
    if not turns:
        raise PolyrecError(f"There is no conversation {name!r}.", "See those there are with: polyrec sessions")
    for turn in turns:
        if turn.message:
            typer.echo(f"> {turn.message}\n")
        typer.echo(f"{turn.reply or '…'}\n")


@app.command()
def forget(name: NameArgument) -> None:
    """Remove a conversation; what is known of the person stays, see `polyrec profile`."""
    _conversations().forget(name)
    typer.echo(f"Forgot {name}.")
