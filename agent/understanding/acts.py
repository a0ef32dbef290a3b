"""What a message does besides wishing: it undoes, compares, asks, praises; and of which item it speaks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from polyrec.agent.understanding.context import Context
from polyrec.agent.understanding.negation import CLAUSE_END
from polyrec.agent.understanding.patterns import frame_list
from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.wordlist import WordList
from polyrec.prompts import Cues
from polyrec.retrievers import Item, Span

WITHIN_WISHES = {"instead", "any", "liked", "disliked"}
"""Moves whose words may be part of a wish; those of the others are claimed."""
REFERRING = {"compare", "why", "why_not", "liked", "disliked", "seen", "taken"}
"""Moves that speak of an item."""
QUESTION = regex.compile(r"[?？؟;]\s*$|か[。\s]*$")
ADVERB = r"(?P<x>(?:[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{M}]{1,8}|[^\W\d_][\p{L}\p{M}'’-]{2,}))"
AHEAD = regex.compile(r"\s*[:：]")
LAST, BOTH, ALL = "last", "both", "all"


@dataclass(frozen=True, slots=True)
class Degree:
    """Less of something than what was shown, or more; `text` says of what."""

    text: str
    more: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Acts:
    """What was heard, by the keys of the language's cues.

    `asks` are the sides of an item that are asked for, `sides` all that are named, `any_of` those beside an "any".
    `than` are comparatives with the words that they stand in. `places` are the items of the last list that are
    referred to, each with its words; `is_lost` tells that a reference leads nowhere; `points` are the places of "it"
    and "that one", `people` those of "that director" and "him"; `praise` those of words that value something.
    """

    moves: frozenset[str] = frozenset()
    asks: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    than: tuple[tuple[str, Span], ...] = ()
    degrees: tuple[Degree, ...] = ()
    places: tuple[tuple[Item, Span], ...] = ()
    points: tuple[Span, ...] = ()
    people: tuple[tuple[str, Span], ...] = ()
    is_lost: bool = False
    is_question: bool = False
    praise: tuple[tuple[int, int], ...] = ()

    @property
    def speaks_of_items(self) -> bool:
        """Whether the message asks about items, sets them beside each other or values them."""
        return bool(self.asks or self.than or self.moves & REFERRING)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that are referred to, each once."""
        return tuple({item.id: item for item, _ in self.places}.values())


def find_acts(reading: Reading, cues: Cues, context: Context) -> Acts:
    """Claims the words of moves, and, where something was shown, those that refer to it.

    What stands in a wish already is left alone.
    """
    has_shown = bool(context.shown)
    moves = list(_found(_moves(cues), reading))
    for keys, start, end in moves:
        if not set(keys) <= WITHIN_WISHES:
            reading.claim(start, end)
    than = (
        [(keys[0], reading.claim(start, end)) for keys, start, end in _listed(cues.than, reading)] if has_shown else []
    )
    places, is_lost = _places(reading, cues, context) if has_shown else ([], False)
    lifted = [(start, end) for keys, start, end in moves if "any" in keys]
    named = [(keys[0], start, end) for keys, start, end in _listed(cues.fields, reading)]
    fields = [one for one in named if any(_same_clause(reading, one[1:], other) for other in lifted)]
    for _, start, end in fields:
        reading.claim(start, end)
    praise = tuple((start, end) for keys, start, end in moves if {"liked", "disliked"} & set(keys))
    asks = list(_listed(cues.ask, reading)) if has_shown else []
    pointers = list(_listed(cues.pointers, reading)) if has_shown else []
    people = [(keys[0], reading.claim(s, e)) for keys, s, e in pointers if keys[0] != "item"]
    return Acts(
        moves=frozenset(key for keys, _, _ in moves for key in keys),
        asks=tuple(dict.fromkeys(key for keys, _, _ in asks for key in keys)),
        any_of=tuple(dict.fromkeys(key for key, _, _ in fields)),
        sides=tuple(dict.fromkeys(key for key, _, _ in named)),
        than=tuple(than),
        degrees=tuple(_degrees(reading, cues, praise)) if has_shown else (),
        places=tuple(places),
        points=tuple(_span(reading, s, e) for keys, s, e in pointers if keys[0] == "item" and _is_back(reading, e)),
        people=tuple(people),
        is_lost=is_lost,
        is_question=bool(QUESTION.search(reading.message)),
        praise=praise,
    )


def _places(reading: Reading, cues: Cues, context: Context) -> tuple[list[tuple[Item, Span]], bool]:
    """The items that their place in the list names, and whether every place is beyond the list."""
    found: list[tuple[Item, Span]] = []
    is_lost = False
    for keys, start, end in _listed(cues.places, reading):
        meant = _at(keys[0], context.shown)
        is_lost = is_lost or not meant
        span = reading.claim(start, end)
        found += [(item, span) for item in meant]
    return found, is_lost and not found


def _at(place: str, shown: Sequence[Item]) -> Sequence[Item]:
    if place == ALL:
        return shown
    if place == BOTH:
        return shown[:2]
    if place == LAST:
        return shown[-1:]
    return shown[int(place) - 1 : int(place)]


def _degrees(reading: Reading, cues: Cues, praise: Sequence[tuple[int, int]]) -> Iterator[Degree]:
    """More or less of something; "too good" is praise."""
    for frames, more in ((cues.degree.less, False), (cues.degree.more, True)):
        for match in frame_list(frames).find(reading.folded, {"{x}": ADVERB}):
            is_praise = any(start < match.end() and match.start() < end for start, end in praise)
            if reading.is_free(*match.span()) and not is_praise:
                start, end = match.span("x")
                yield Degree(reading.message[start:end], more, _claim_unless(reading, match.span(), more=more))


def _claim_unless(reading: Reading, span: tuple[int, int], *, more: bool) -> Span:
    """What there should be more of may be a wish of its own ("more romance"), so it stays free."""
    return _span(reading, *span) if more else reading.claim(*span)


def _is_back(reading: Reading, end: int) -> bool:
    """Whether "this" points back; before a colon it points ahead ("something like this: animation")."""
    return not AHEAD.match(reading.lowered, end)


def _span(reading: Reading, start: int, end: int) -> Span:
    return Span(start, end, reading.message[start:end])


def _same_clause(reading: Reading, one: tuple[int, int], other: tuple[int, int]) -> bool:
    start, end = min(one[1], other[1]), max(one[0], other[0])
    return start >= end or not CLAUSE_END.search(reading.lowered[start:end])


def _found(entries: "WordList[tuple[str, ...]]", reading: Reading) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Where entries stand on free ground, the longest first; none overlaps a longer one."""
    taken: list[tuple[int, int]] = []
    for start, end, keys in entries.find(reading.lowered):
        is_new = all(end <= other_start or other_end <= start for other_start, other_end in taken)
        if is_new and reading.is_free(start, end):
            taken.append((start, end))
            yield keys, start, end


def _listed(lists: Mapping[str, tuple[str, ...]], reading: Reading) -> Iterator[tuple[tuple[str, ...], int, int]]:
    yield from _found(_list(tuple(lists.items())), reading)


def _moves(cues: Cues) -> "WordList[tuple[str, ...]]":
    return _list(tuple((name, tuple(entries)) for name, entries in cues.moves))


@lru_cache(maxsize=512)
def _list(lists: tuple[tuple[str, tuple[str, ...]], ...]) -> "WordList[tuple[str, ...]]":
    """All entries of some lists, each with the keys of those in which it stands."""
    keys: dict[str, tuple[str, ...]] = {}
    for key, entries in lists:
        for entry in entries:
            keys[entry] = (*keys.get(entry, ()), key)
    return WordList(keys)
