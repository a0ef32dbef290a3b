"""Wishes that lean on what was shown: "cheaper than the second", "like the first one", "not that director"."""

from collections.abc import Iterator, Sequence

from polyrec.agent.understanding.acts import Acts
from polyrec.agent.understanding.context import Context, fields_of
from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.wordlist import cue_list
from polyrec.prompts import Cues
from polyrec.retrievers import FacetWish, Item, Kind, RangeWish, Schema, SimilarWish, Span, Wish

COMPARATIVES = {
    "cheaper": ("price", False),
    "dearer": ("price", True),
    "newer": ("year", True),
    "older": ("year", False),
    "shorter": ("duration", False),
    "longer": ("duration", True),
    "lighter": ("mass", False),
    "heavier": ("mass", True),
    "better_rated": ("rating", True),
}
"""Each comparative of the cues: the side of an item that it speaks of, and whether it asks for more."""
BESIDE = 12
"""Characters between a "like" and what it speaks of, at most."""
ROLES = ("director", "cast", "author")
FINE, WHOLE = 0.01, 1.0
"""The smallest step of a number, where all that are shown are whole numbers and where they are not."""


def references(
    reading: Reading, acts: Acts, ranges: Sequence[RangeWish], schema: Schema, cues: Cues, context: Context
) -> Iterator[Wish]:
    """The wishes that comparatives, references to items beside a "like", and pointers to people make.

    A comparative means nothing beside one of the `ranges`, which say it in figures ("older, from before 1980").
    """
    in_figures = {wish.field for wish in ranges}
    for comparative, span in acts.than:
        wish = _than(comparative, span, acts.items or _compared(context), schema)
        if wish and wish.field not in in_figures:
            yield wish
    yield from _similar(reading, acts, cues, context)
    for kind, span in acts.people:
        yield from _person(kind, span, schema, cues, context)


def _compared(context: Context) -> Sequence[Item]:
    """What "cheaper" is compared with: the item that is spoken of, or all that are shown."""
    return (context.focus,) if context.focus else context.shown


def _than(comparative: str, span: Span, items: Sequence[Item], schema: Schema) -> RangeWish | None:
    """The range beyond all of the items; None where the catalogue states no such number of any."""
    side, more = COMPARATIVES[comparative]
    for field in fields_of(side, schema):
        numbers = [number for item in items if (number := item.number(field)) is not None]
        if numbers:
            step = WHOLE if all(number.is_integer() for number in numbers) else FINE
            low, high = (max(numbers) + step, None) if more else (None, min(numbers) - step)
            return RangeWish(field, low, high, span, "shown")
    return None


def _similar(reading: Reading, acts: Acts, cues: Cues, context: Context) -> Iterator[SimilarWish]:
    """The items that stand beside a "like"; "it" may, too."""
    likes = [
        (start, end)
        for start, end in cue_list(cues.like).spans(reading.lowered)
        if all(end <= praise_start or praise_end <= start for praise_start, praise_end in acts.praise)
    ]
    places = [(item, span) for item, span in acts.places if _is_beside(span, likes)]
    if not places and context.spoken_of and not acts.places:
        places = [(context.spoken_of, span) for span in acts.points if _is_beside(span, likes)][:1]
    for item, span in places:
        yield SimilarWish(item.id, item.title, span, "shown")


def _is_beside(span: Span, likes: Sequence[tuple[int, int]]) -> bool:
    return any(
        0 <= span.start - end <= BESIDE or 0 <= start - span.end <= BESIDE or _within(span, start, end)
        for start, end in likes
    )


def _within(span: Span, start: int, end: int) -> bool:
    return start < span.end and span.start < end


def _person(kind: str, span: Span, schema: Schema, cues: Cues, context: Context) -> Iterator[FacetWish]:
    """Whom "that director" or "him" means."""
    if kind == "brand":
        fields = fields_of("brand", schema)
    else:
        lowered = span.text.lower()
        roles = [role for role in ROLES if any(word in lowered for word in cues.fields[role])]
        fields = tuple(field for role in roles for field in fields_of(role, schema)) or schema.named(Kind.PERSON)
    if found := context.people(fields):
        field, values = found
        yield FacetWish(field, values[0], span, "shown", alternatives=values[1:])
