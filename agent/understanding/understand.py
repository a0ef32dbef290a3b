"""From a message in any language to a request without one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from polyrec.agent.language import decide_language
from polyrec.agent.understanding.acts import Acts, Degree, find_acts
from polyrec.agent.understanding.alternatives import join_alternatives
from polyrec.agent.understanding.context import NO_CONTEXT, Context
from polyrec.agent.understanding.count import find_count
from polyrec.agent.understanding.fragments import find_fragments
from polyrec.agent.understanding.meaning import Meanings
from polyrec.agent.understanding.negation import negate
from polyrec.agent.understanding.numbers import find_ranges
from polyrec.agent.understanding.order import find_order
from polyrec.agent.understanding.people import People, Person
from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.references import references
from polyrec.agent.understanding.reply_language import find_reply_language
from polyrec.agent.understanding.titles import Titles
from polyrec.agent.understanding.vocabulary import Vocabulary
from polyrec.prompts import load
from polyrec.prompts.loading import nearest
from polyrec.retrievers import Catalog, Embedder, FacetWish, Item, Leaning, Request, Span, Wish
from polyrec.retrievers.request import meaning_of
from polyrec.retrievers.text import fold, tidy


@dataclass(frozen=True, slots=True)
class Heard:
    """A message by itself: what it wishes, and what else it does."""

    request: Request
    acts: Acts


class Understanding:
    """Understands messages about one catalogue. May be used from several threads."""

    def __init__(self, catalog: Catalog, embedder: Embedder) -> None:
        self.titles = Titles(catalog)
        self._catalog = catalog
        self._people = People(catalog, embedder)
        self._meanings = Meanings(catalog, embedder)
        self._vocabulary = lru_cache(maxsize=64)(lambda language: Vocabulary(catalog, language))

    def understand(
        self, message: str, previous_language: str | None, default_language: str, language: str | None = None
    ) -> Request:
        """The request that a message makes by itself; see `hear`."""
        return self.hear(message, previous_language, default_language, language).request

    def hear(
        self,
        message: str,
        previous_language: str | None,
        default_language: str,
        language: str | None = None,
        context: Context = NO_CONTEXT,
    ) -> Heard:
        """What a message wishes and what else it does, `context` being what it may point back to.

        `language` settles the language; None decides it from the message, see `decide_language`; a bare title tells
        nothing. Each kind of wish claims its words before the next looks: titles, numbers, references to what was
        shown, names, meanings.
        """
        message = tidy(message)
        is_title = fold(message).strip() in self._catalog.names
        tag = language or decide_language("" if is_title else message, previous_language, default_language)
        cues = load(tag).cues
        reading = Reading(message)
        asked_for = find_reply_language(reading, tag)
        vocabulary = self._vocabulary(nearest(tag))
        schema = self._catalog.schema
        titles = list(self.titles.find(reading, cues))
        ranges = list(find_ranges(reading, schema, cues, tag))
        acts = find_acts(reading, cues, context)
        titles += self.titles.find_sounded(reading, cues)
        wishes: list[Wish] = [
            *titles,
            *ranges,
            *references(reading, acts, ranges, schema, cues, context),
            *_named(self._people.find(reading, cues, tag), reading),
            *vocabulary.find(reading),
            *_named(self._people.find_sounded(reading, cues), reading),
            *vocabulary.find_related(reading),
        ]
        if acts.speaks_of_items:
            acts = replace(acts, places=(*acts.places, *_fragments(reading, context.shown)))
        order = find_order(reading, schema, cues)
        count = find_count(reading, cues, nearest(tag), wishes, order)
        wishes += self._meanings.find(reading, nearest(tag))
        wishes = negate(sorted(wishes, key=lambda wish: wish.span.start), reading, cues)
        wishes = _without_repeats(join_alternatives(vocabulary.settle(wishes), reading, cues))
        leanings = tuple(Leaning(one.text, one.more, one.span) for one in acts.degrees if _is_free(one, wishes))
        request = Request(
            message, language or asked_for or tag, tuple(wishes), reading.rest(), tag, order, count, leanings=leanings
        )
        return Heard(request, acts)


def _named(found: Iterable[tuple[int, int, Person]], reading: Reading) -> Iterator[FacetWish]:
    """Claims the names that are still free, and yields what is wished of the people."""
    for start, end, (field, value, source) in found:
        if reading.is_free(start, end):
            yield FacetWish(field, value, reading.claim(start, end), source)


def _fragments(reading: Reading, shown: Sequence[Item]) -> Iterator[tuple[Item, Span]]:
    """The shown items of whose titles a piece is still free in the message."""
    for item, start, end in find_fragments(reading, shown):
        yield item, reading.claim(start, end)


def _is_free(degree: Degree, wishes: Iterable[Wish]) -> bool:
    """Whether no wish has made more of a degree's words than it can."""
    return all(wish.span.end <= degree.span.start or degree.span.end <= wish.span.start for wish in wishes)


def _without_repeats(wishes: list[Wish]) -> list[Wish]:
    """The first wish of each meaning."""
    seen: dict[tuple[object, ...], Wish] = {}
    for wish in wishes:
        seen.setdefault(meaning_of(wish), wish)
    return list(seen.values())
