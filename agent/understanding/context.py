"""What a message may point back to."""

from collections.abc import Sequence
from dataclasses import dataclass

from polyrec.agent.understanding.order import DURATION, MASS, field_of
from polyrec.agent.understanding.units import RATING
from polyrec.retrievers import FacetWish, Item, Kind, Schema, Wish

NAMED = {
    "director": ("director",),
    "cast": ("cast", "star", "actor", "actress"),
    "author": ("author", "writer"),
    "brand": ("brand", "maker", "manufacturer", "publisher"),
    "material": ("material",),
}
"""Sides of an item that only the field's English name tells, by the beginning of that name."""
AMOUNTS = {"price": "price", "year": "year", "duration": DURATION, "mass": MASS, "rating": RATING}
KINDS = {"country": Kind.COUNTRY, "language": Kind.LANGUAGE, "category": Kind.CATEGORY}


@dataclass(frozen=True, slots=True)
class Context:
    """What was shown last, the item that was spoken of since (None: none), and the wishes in force."""

    shown: tuple[Item, ...] = ()
    focus: Item | None = None
    wishes: tuple[Wish, ...] = ()

    @property
    def spoken_of(self) -> Item | None:
        """The item that "it" means: the one spoken of last, else the first that is shown."""
        return self.focus or next(iter(self.shown), None)

    def people(self, fields: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
        """Whom "that director" means, as a field and its values; None where nobody was spoken of.

        Of an item that was just spoken of, its people; else those wished for last; else those of the first item.
        """
        if self.focus is None:
            for wish in reversed(self.wishes):
                if isinstance(wish, FacetWish) and wish.field in fields and not wish.negated:
                    return wish.field, (wish.value,)
        item = self.spoken_of
        return next(((field, item.values(field)) for field in fields if item and item.values(field)), None)


NO_CONTEXT = Context()


def fields_of(side: str, schema: Schema) -> tuple[str, ...]:
    """The fields that tell a side of an item, by its key in the cues ("price", "director"); perhaps none."""
    if side in NAMED:
        return tuple(name for name in schema.fields if name.lower().startswith(NAMED[side]))
    if side in KINDS:
        named = schema.named(KINDS[side]) or (schema.named(Kind.ITEM_LANGUAGE) if side == "language" else ())
        others = {name for key in NAMED for name in fields_of(key, schema)}
        return tuple(name for name in named if name not in others)
    field = field_of(schema, AMOUNTS[side]) if side in AMOUNTS else None
    return (field,) if field else ()
