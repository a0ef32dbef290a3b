from collections.abc import Callable

import pytest

from polyrec.agent.centre import Centres
from polyrec.agent.llm import Limits, Usage
from polyrec.agent.llm.scripted import ScriptedModel
from polyrec.agent.translation import Translator
from polyrec.agent.understanding import Understanding
from polyrec.retrievers import Catalog, Embedder, FacetWish, Request

Translate = Callable[[str, str, str], Request]


@pytest.fixture(scope="module")
def translate(films: Catalog, embedder: Embedder) -> Translate:
    """What becomes of a message in a language when the model answers so; the sample's main language is set to English."""
    understanding = Understanding(films, embedder)
    own = Catalog(films.folder)
    own.__dict__["main_language"] = "en"
    translator = Translator(own, Centres(embedder), understanding)

    def translated(message: str, language: str, answer: str) -> Request:
        request = understanding.understand(message, language, language)
        return translator.translate(request, ScriptedModel(lambda _: answer), Limits(0), Usage())

    return translated


def test_a_faithful_translation_is_kept(translate: Translate) -> None:
    assert translate("ein Film über Vampire", "de", "a film about vampires").translation == "a film about vampires"


def test_an_unfaithful_one_is_not(translate: Translate) -> None:
    request = translate("ein Film über Vampire", "de", "I cannot help with quarterly tax returns.")
    assert request.translation == ""


def test_a_wish_in_the_catalogues_language_is_not_translated(translate: Translate) -> None:
    assert translate("a film about vampires", "en", "never asked").translation == ""


def test_people_of_a_translation_are_anchored_in_the_message(translate: Translate) -> None:
    request = translate("想看黑泽明导演的电影", "zh", "I want to watch a film directed by Akira Kurosawa")
    found = [wish for wish in request.wishes if isinstance(wish, FacetWish) and wish.value == "Akira Kurosawa"]
    assert [wish.source for wish in found] == ["translation"]
    assert request.text[found[0].span.start : found[0].span.end] == found[0].span.text


def test_nobody_is_added_where_the_translation_drifts(translate: Translate) -> None:
    request = translate("想看一部安静的电影", "zh", "Akira Kurosawa was born in Tokyo in 1910.")
    assert not any(isinstance(wish, FacetWish) and wish.source == "translation" for wish in request.wishes)
