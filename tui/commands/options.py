"""Options that several subcommands share."""

from typing import Annotated

import typer

CatalogOption = Annotated[str, typer.Option("--catalog", "-c", help="A catalogue's name, or a file to index.")]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", "-m", help="A name from `polyrec models list`, a GGUF's path, PROVIDER:MODEL, or none."),
]
LanguageOption = Annotated[
    str | None,
    typer.Option("--lang", "-l", help="The language to answer in, as a BCP-47 tag such as de or pt-BR."),
]
SessionOption = Annotated[
    str | None,
    typer.Option("--session", "-s", help="The name of a conversation that is kept, and goes on where it ended."),
]
PersonOption = Annotated[
    str | None, typer.Option("--person", "-p", help="Whose likes and dislikes count, and are kept for next time.")
]
PrivateOption = Annotated[
    bool, typer.Option("--private", help="Know nothing of anybody, and keep nothing of this conversation.")
]
OWNER = "me"
"""Whose profile is kept where nobody is named."""
DEFAULT_CATALOG = "films"
