"""polyrec ask: one turn."""

from typing import Annotated

import typer

from polyrec.tui.commands.options import (
    DEFAULT_CATALOG,
    OWNER,
    CatalogOption,
    LanguageOption,
    ModelOption,
    PersonOption,
    PrivateOption,
    SessionOption,
)


def ask(
    text: Annotated[str, typer.Argument(help="The wish, in any language; - reads it from standard input.")],
    catalog: CatalogOption = DEFAULT_CATALOG,
    model: ModelOption = None,
    count: Annotated[int | None, typer.Option("-n", help="How many items; else as many as asked for, or 3.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole turn as JSON.")] = False,
    language: LanguageOption = None,
    session: SessionOption = None,
    person: PersonOption = None,
    private: PrivateOption = False,
) -> None:
    """Ask for something once, or go on with a conversation."""
    import sys

    from polyrec.agent import Recommender, Replied, TextDelta
    from polyrec.agent.recommender import check_message
    from polyrec.tui.commands.locale import locale_language
    from polyrec.tui.commands.progress import indexing_bar

    message = sys.stdin.read() if text == "-" else text
    check_message(message, count)
    with indexing_bar() as bar:
        bot = Recommender.open(catalog, model=model, progress=bar)
    person = person or (OWNER if session else None)
    talk = bot.session(locale_language(), name=session, person=person, private=private)
    for event in talk.stream(message, n=count, language=language):
        if isinstance(event, TextDelta) and not as_json:
            typer.echo(event.text, nl=False)
        elif isinstance(event, Replied) and as_json:
            from polyrec.agent.serialization import to_json

            typer.echo(to_json(event.reply))
        elif isinstance(event, Replied):
            typer.echo("".join(f"\n\n({note})" for note in event.reply.notes))
    bot.close()
