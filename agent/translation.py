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
from polyrec.retrievers import Catalog, FacetWish, Kind, Request, Span

MOST_TOKENS = 60
LONGEST = 600
"""Letters of a message that is translated; whole stories would take the time of the turn."""
FAITHFUL, NAMES_FAITHFUL = 0.5, 0.3
"""The cosine from which a translation says what the message says, and from which a name in it is believed: it stands
in the catalogue or does not, and the embedder knows few of them."""


class Translator:
    """Translates requests about one catalogue."""

    def __init__(self, catalog: Catalog, centres: Centres, understanding: Understanding) -> None:
        self._catalog = catalog
        self._centres = centres
        self._understanding = understanding

    def translate(self, request: Request, model: LanguageModel, limits: Limits, usage: Usage) -> Request:
        """The request with its translation, and with the people whose names only this made readable.

        It comes back as it is where it is in the catalogue's language already, very long, or its translation
        unfaithful. Raises ModelError when the model cannot answer.
        """
        language = self._catalog.main_language
        if request.spoken.split("-")[0] == language.split("-")[0] or len(request.text) > LONGEST:
            return request
        system = Template(load_translator().system).substitute(language=_english_name(language))
        limits = replace(limits, tokens=MOST_TOKENS, stop=("\n",))
        said = "".join(model.stream(Prompt(system, request.text), limits, usage)).strip()
        if not said:
            return request
        closeness = self._centres.closeness(request.text, request.spoken, said, language)
        people = tuple(self._people(request, said, language)) if closeness >= NAMES_FAITHFUL else ()
        return replace(
            request,
            translation=said if closeness >= FAITHFUL else "",
            wishes=(*request.wishes, *people),
        )

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
    here = [wish.span for wish in request.wishes if request.text[wish.span.start : wish.span.end] == wish.span.text]
    ends = sorted((span.start, span.end) for span in here)
    gaps = zip([0, *(end for _, end in ends)], [*(start for start, _ in ends), len(request.text)], strict=True)
    start, end = max(gaps, key=lambda gap: gap[1] - gap[0])
    text = request.text[start:end]
    return Span(start, end, text) if text.strip() else None


def _english_name(tag: str) -> str:
    locale: Locale = parse_locale("en")
    return str(locale.languages.get(tag.split("-")[0], "English"))
