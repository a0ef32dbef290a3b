"""The wish in the catalogue's own language, as a second way to the same items.

What a small model makes of a language that it hardly knows is often about something else, so a translation counts only
where the embedder, too, finds that it says what the message says.
"""

from collections.abc import Iterator
from dataclasses import replace
from string import Template

from babel import Locale

from polyrec.agent.centre import Centres
from polyrec.agent.llm import LanguageModel, Limits, Prompt, Usage
from polyrec.agent.locales import parse_locale
from polyrec.agent.understanding import Understanding
from polyrec.prompts import load_translator
from polyrec.retrievers import Catalog, Embedder, FacetWish, Kind, Request, Span

MOST_TOKENS = 60
FAITHFUL = 0.5
"""The cosine from which a translation says what the message says, both without what their languages have in common."""


class Translator:
    """Translates requests about one catalogue."""

    def __init__(self, catalog: Catalog, embedder: Embedder, centres: Centres, understanding: Understanding) -> None:
        self._catalog = catalog
        self._embedder = embedder
        self._centres = centres
        self._understanding = understanding

    def translate(self, request: Request, model: LanguageModel, usage: Usage, deadline: float) -> Request:
        """The request with its translation, and with the people whose names only this made readable.

        It comes back as it is where it is in the catalogue's language already, or where the translation is unfaithful.
        Raises ModelError when the model cannot answer.
        """
        language = self._catalog.main_language
        if request.spoken.split("-")[0] == language.split("-")[0]:
            return request
        system = Template(load_translator().system).substitute(language=_english_name(language))
        limits = Limits(MOST_TOKENS, ("\n",), deadline)
        said = "".join(model.stream(Prompt(system, request.text), limits, usage)).strip()
        if not said or not self._is_faithful(request, said, language):
            return request
        return replace(request, translation=said, wishes=(*request.wishes, *self._people(request, said, language)))

    def _is_faithful(self, request: Request, said: str, language: str) -> bool:
        vectors = self._embedder.query([request.text, said])
        own = vectors[0] - self._centres.of(request.spoken), vectors[1] - self._centres.of(language)
        cosine = float(own[0] @ own[1]) / float((own[0] @ own[0]) ** 0.5 * (own[1] @ own[1]) ** 0.5 + 1e-9)
        return cosine >= FAITHFUL

    def _people(self, request: Request, said: str, language: str) -> Iterator[FacetWish]:
        """People of the translation, anchored in what the message left unread; none where the message names some."""
        people = self._catalog.schema.named(Kind.PERSON)
        span = _unread(request)
        if span is None or any(isinstance(wish, FacetWish) and wish.field in people for wish in request.wishes):
            return
        for wish in self._understanding.understand(said, language, language).wishes:
            if isinstance(wish, FacetWish) and wish.field in people and wish.source == "names":
                yield replace(wish, span=span, source="translation")


def _unread(request: Request) -> Span | None:
    """The longest part of a message that no wish has claimed; None where little is left."""
    ends = sorted((wish.span.start, wish.span.end) for wish in request.wishes)
    gaps = zip([0, *(end for _, end in ends)], [*(start for start, _ in ends), len(request.text)], strict=True)
    start, end = max(gaps, key=lambda gap: gap[1] - gap[0])
    text = request.text[start:end]
    return Span(start, end, text) if text.strip() else None


def _english_name(tag: str) -> str:
    locale: Locale = parse_locale("en")
    return str(locale.languages.get(tag.split("-")[0], "English"))
