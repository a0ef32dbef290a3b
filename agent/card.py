"""An item as a model reads it: short, for prompt tokens are the budget."""

from polyrec.retrievers import Item, Kind, Schema

LONGEST_DESCRIPTION = 160
SHOWN = (Kind.YEAR, Kind.CATEGORY)
MOST_VALUES = 3


def write_card(item: Item, schema: Schema, description: str) -> str:
    """Title, the fields that people ask for, and the beginning of a description, in one line.

    `description` is what may be shown to a model of the item's own, see `Suspicion.harmless_part`.
    """
    fields = (", ".join(item.values(name)[:MOST_VALUES]) for name in schema.named(*SHOWN))
    head = ". ".join(filter(None, (item.title, *fields)))
    return " ".join(f"{head}. {_shorten(description)}".split())


def _shorten(text: str) -> str:
    """The beginning, as long as it costs about the same in any script: CJK letters count double."""
    cost = 0
    for length, character in enumerate(text):
        cost += 2 if character > "\u2e80" else 1
        if cost > LONGEST_DESCRIPTION:
            return text[:length] + "…"
    return text
