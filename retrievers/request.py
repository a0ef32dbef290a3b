"""A wish as data: typed, free of any language, each part anchored in the message that it came from."""

from dataclasses import dataclass
from typing import Literal

Source = Literal["words", "names", "sounds", "titles", "numbers", "meaning", "translation", "shown", "set"]
"""Which part of understanding decided: lists of words, CLDR or catalogue names, names by their sound in another script,
titles, number rules, embeddings, a translation, what was shown before ("cheaper than the second"); `set` by hand."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the message a wish stands: `message[start:end] == text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class FacetWish:
    """The item's `field` holds `value`, or one of `alternatives`; none of them when `negated`."""

    field: str
    value: str
    span: Span
    source: Source
    negated: bool = False
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RangeWish:
    """The item's number `field` lies in [low, high], in the field's own unit; None leaves an end open.

    `negated` asks for the numbers outside.
    """

    field: str
    low: float | None
    high: float | None
    span: Span
    source: Source
    negated: bool = False


@dataclass(frozen=True, slots=True)
class SimilarWish:
    """The item resembles the catalogue's item `item_id`, or is unlike it when `negated`."""

    item_id: str
    title: str
    span: Span
    source: Source
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """The items with the highest number in `field` come first, or with the lowest unless `descending`."""

    field: str
    descending: bool
    span: Span


Wish = FacetWish | RangeWish | SimilarWish
Constraint = FacetWish | RangeWish
"""The wishes that an item either meets or does not."""


def meaning_of(wish: Wish) -> tuple[object, ...]:
    """A wish apart from where and how it was found: equal for wishes that ask for the same."""
    return (type(wish), *(getattr(wish, name) for name in wish.__slots__ if name not in ("span", "source")))


@dataclass(frozen=True, slots=True)
class Leaning:
    """More of something than in what was shown, or less, as far as meaning goes: "less dark"."""

    text: str
    more: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, in a message and in what was said before it.

    `language` is the BCP-47 tag for the reply, `spoken` that of the message; `text` is the whole message, `rest` what
    no wish has claimed; `wishes` are those in force, the newest last, each with its span in the message that it
    came from; `context` is what earlier messages said that still holds; `order` is what is wanted first, None for what
    fits best; `count` is how many, None if it is not said; `translation` is the text in the catalogue's language, empty
    where there is none.
    """

    text: str
    language: str
    wishes: tuple[Wish, ...] = ()
    rest: str = ""
    spoken: str = ""
    order: Order | None = None
    count: int | None = None
    translation: str = ""
    said: str | None = None
    leanings: tuple[Leaning, ...] = ()

    @property
    def asked(self) -> str:
        """All that was said and still holds; empty where nothing is."""
        return self.text if self.said is None else self.said

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """The wishes that a store can enforce."""
        return tuple(wish for wish in self.wishes if not isinstance(wish, SimilarWish))

    @property
    def similar(self) -> tuple[SimilarWish, ...]:
        """The titles that the answer should resemble (never the negated ones)."""
        return tuple(wish for wish in self.wishes if isinstance(wish, SimilarWish) and not wish.negated)

    @property
    def unlike(self) -> tuple[SimilarWish, ...]:
        """The titles that the answer should not resemble."""
        return tuple(wish for wish in self.wishes if isinstance(wish, SimilarWish) and wish.negated)
