"""What becomes of the wishes in force when new ones come: they join, narrow or take the place of earlier ones."""

from collections.abc import Sequence
from dataclasses import replace

from polyrec.agent.understanding import cue_list
from polyrec.agent.understanding.numbers.amounts import ABOUT
from polyrec.prompts import Cues
from polyrec.retrievers import Catalog, FacetWish, RangeWish, SimilarWish, Wish
from polyrec.retrievers.request import meaning_of
from polyrec.retrievers.text import lower

SENTENCE_END = ".!?;。！？；؟।\n"
TINY = 0.011
"""Rounding of a range to cents."""
SEVERAL = 1.4
"""Values an item in the mean from which a field takes several wishes at once ("a comedy", "and a romance, too")."""


def merge(old: Sequence[Wish], new: Sequence[Wish], replacing: frozenset[Wish], catalog: Catalog) -> tuple[Wish, ...]:
    """The wishes in force, the new ones last, after `new` ones have joined `old` ones.

    Those in `replacing` stand behind a "rather": they take the place of others of their field.
    """
    merged: list[Wish] = list(old)
    settled: list[Wish] = []
    for wish in new:
        if isinstance(wish, SimilarWish):
            merged = [other for other in merged if not isinstance(other, SimilarWish) or wish.negated]
        elif isinstance(wish, RangeWish):
            wish, merged = _with_range(wish, merged, catalog)
        else:
            merged = [other for other in merged if _stays(other, wish, wish in replacing, new, catalog)]
        merged = [other for other in merged if meaning_of(other) != meaning_of(wish)]
        settled.append(wish)
    return (*merged, *settled)


def find_replacing(text: str, wishes: Sequence[Wish], cues: Cues) -> frozenset[Wish]:
    """The wishes that stand behind a "rather" or a "back to" in one sentence, or right before one."""
    lowered = lower(text)
    ends = cue_list(cues.moves.instead).spans(lowered)
    return frozenset(
        wish
        for wish in wishes
        for start, end in ends
        if (end <= wish.span.start and not _parts(lowered[end : wish.span.start]))
        or (wish.span.end <= start and not _parts(lowered[wish.span.end : start]))
        or (start < wish.span.end and wish.span.start < end)
    )


def _parts(text: str) -> bool:
    return any(mark in text for mark in SENTENCE_END)


def _with_range(wish: RangeWish, merged: list[Wish], catalog: Catalog) -> tuple[RangeWish, list[Wish]]:
    """The range as it will hold, and the others without those whose place it takes.

    Where it leaves open an end that an earlier one closes, both hold as one, as long as anything lies between.
    """
    for other in merged:
        if isinstance(other, RangeWish) and _concern_the_same(other, wish):
            wish = _as_bound(wish, other)
            both = replace(
                wish,
                low=other.low if wish.low is None else wish.low,
                high=other.high if wish.high is None else wish.high,
            )
            closes = None in (wish.low, wish.high) and both != wish
            if closes and not wish.negated and catalog.matching([both]).any():
                wish = both
    return wish, [other for other in merged if not (isinstance(other, RangeWish) and _concern_the_same(other, wish))]


def _concern_the_same(one: RangeWish, other: RangeWish) -> bool:
    return (one.field, one.negated) == (other.field, other.negated)


def _as_bound(wish: RangeWish, earlier: RangeWish) -> RangeWish:
    """A bare number after a bound is the new bound ("up to 60 euros", then "100 will do as well")."""
    if wish.low is None or wish.high is None or (earlier.low is None) == (earlier.high is None):
        return wish
    number = (wish.low + wish.high) / 2
    if abs(wish.low - round(number * (1 - ABOUT), 2)) > TINY or abs(wish.high - round(number * (1 + ABOUT), 2)) > TINY:
        return wish
    return replace(wish, low=None, high=number) if earlier.low is None else replace(wish, low=number, high=None)


def _stays(other: Wish, wish: FacetWish, takes_place: bool, new: Sequence[Wish], catalog: Catalog) -> bool:
    """Whether an earlier wish still holds beside a new one."""
    if not isinstance(other, FacetWish) or other.field != wish.field or other in new:
        return True
    if other.negated != wish.negated:
        values, others = {wish.value, *wish.alternatives}, {other.value, *other.alternatives}
        return not values & others
    if wish.negated:
        return True
    takes_several = catalog.values_an_item(wish.field) >= SEVERAL
    return not takes_place and takes_several and bool(catalog.matching([other, wish]).any())
