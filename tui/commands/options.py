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
DEFAULT_CATALOG = "films"
