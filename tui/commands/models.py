"""polyrec models: which language models can be fetched, and fetching them."""

from typing import Annotated

import typer

app = typer.Typer(help="List, fetch and locate language models.", no_args_is_help=True)
NameArgument = Annotated[str, typer.Argument(metavar="NAME")]


@app.command("list")
def list_models() -> None:
    """List the models that can be fetched by name."""
    from polyrec.agent import load_config
    from polyrec.agent.models import is_complete, registry

    folder = load_config().models_dir
    for name, model in registry().models.items():
        state = "here" if is_complete(folder / model.file, model) else "not here"
        default = ", default" if name == registry().default else ""
        typer.echo(
            f"{name:<22} {model.bytes / 1e9:.1f} GB  {model.licence:<12} {state}{default}\n    {model.languages}"
        )


@app.command("pull")
def pull_model(name: NameArgument) -> None:
    """Fetch a model; an interrupted download goes on where it stopped."""
    from polyrec.agent import load_config
    from polyrec.agent.models import pull
    from polyrec.tui.commands.progress import download_bar

    with download_bar(name) as bar:
        path = pull(name, load_config().models_dir, bar)
    typer.echo(str(path))


@app.command("path")
def model_path(name: NameArgument) -> None:
    """Print where a model lies."""
    from polyrec.agent import load_config
    from polyrec.agent.models import find_model

    typer.echo(str(find_model(name, load_config().models_dir)))
