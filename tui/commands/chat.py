"""polyrec chat: the conversation in the terminal."""

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


def chat(
    catalog: CatalogOption = DEFAULT_CATALOG,
    model: ModelOption = None,
    language: LanguageOption = None,
    session: SessionOption = None,
    person: PersonOption = OWNER,
    private: PrivateOption = False,
) -> None:
    """Talk, and see what is found."""
    import sys

    from polyrec.agent import PolyrecError, Recommender
    from polyrec.tui.chat.app import ChatApp
    from polyrec.tui.commands.locale import locale_language
    from polyrec.tui.commands.progress import indexing_bar

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise PolyrecError("The chat needs a terminal.", "In scripts, use: polyrec ask TEXT --session NAME")
    with indexing_bar() as bar:
        bot = Recommender.open(catalog, model=model, progress=bar)
    ChatApp(bot, language or locale_language(), name=session, person=person, private=private).run()
