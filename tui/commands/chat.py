"""polyrec chat: the conversation in the terminal."""

from polyrec.tui.commands.options import DEFAULT_CATALOG, CatalogOption, LanguageOption, ModelOption


def chat(catalog: CatalogOption = DEFAULT_CATALOG, model: ModelOption = None, language: LanguageOption = None) -> None:
    """Talk, and see what is found."""
    from polyrec.agent import Recommender
    from polyrec.tui.chat.app import ChatApp
    from polyrec.tui.commands.locale import locale_language
    from polyrec.tui.commands.progress import indexing_bar

    with indexing_bar() as bar:
        bot = Recommender.open(catalog, model=model, progress=bar)
    ChatApp(bot, language or locale_language()).run()
