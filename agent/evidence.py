"""What speaks for an item and what against it, read from its fields."""

from polyrec.agent.events import Evidence
from polyrec.retrievers import Catalog, FacetWish, Item, RangeWish, Request, SimilarWish

OFTEN = 2
"""People from whose choices one may say that two items are chosen together."""


def find_evidence(request: Request, item: Item, catalog: Catalog | None = None) -> tuple[Evidence, ...]:
    """One piece of evidence for each wish, in the order of the message; `close` where nothing was wished.

    `catalog` knows what people chose together; without it, items only resemble each other.
    """
    evidence = [_of_constraint(wish, item) for wish in request.constraints]
    evidence += [_of_title(wish, item, catalog) for wish in request.similar]
    return tuple(evidence) or (Evidence("close"),)


def _of_title(wish: SimilarWish, item: Item, catalog: Catalog | None) -> Evidence:
    people = catalog.chosen_together(item.id, wish.item_id) if catalog else 0
    return Evidence("together", wish, values=(str(people),)) if people >= OFTEN else Evidence("resembles", wish)


def _of_constraint(wish: FacetWish | RangeWish, item: Item) -> Evidence:
    values = item.values(wish.field)
    if isinstance(wish, FacetWish):
        holds = any(value in values for value in (wish.value, *wish.alternatives))
    else:
        number = item.number(wish.field) if values and item.number(wish.field) is not None else _year_of(values)
        if number is None:
            return Evidence("misses", wish, wish.field)
        holds = (wish.low is None or wish.low <= number) and (wish.high is None or number <= wish.high)
    return Evidence("meets" if holds is not wish.negated else "misses", wish, wish.field, values)


def _year_of(values: tuple[str, ...]) -> float | None:
    """The year of a date field, whose values are ISO 8601."""
    return float(values[0][:4]) if values else None
