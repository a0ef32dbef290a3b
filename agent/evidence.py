"""What speaks for an item and what against it, read from its fields."""

from collections.abc import Iterator

from polyrec.agent.events import Evidence
from polyrec.agent.profile.taste import NO_PREFERENCES, Preferences
from polyrec.retrievers import Catalog, FacetWish, Item, RangeWish, Request, SimilarWish
from polyrec.retrievers.embedders import unit

ALIKE = 0.5
"""The cosine, without what all items have in common, from which an item resembles one that the person liked."""
MOST_COMPARED = 200
OFTEN = 2
"""People from whose choices one may say that two items are chosen together."""


def find_evidence(request: Request, item: Item, catalog: Catalog | None = None) -> tuple[Evidence, ...]:
    """One piece of evidence for each wish, in their order; `close` where there are only words, none where nothing was
    said.

    `catalog` knows what people chose together; without it, items only resemble each other.
    """
    evidence = [_of_constraint(wish, item) for wish in request.constraints]
    evidence += [_of_title(wish, item, catalog) for wish in request.similar]
    return tuple(evidence) or ((Evidence("close"),) if request.asked.strip() else ())


def find_circumstances(
    item: Item, catalog: Catalog, language: str, preferences: Preferences = NO_PREFERENCES
) -> tuple[Evidence, ...]:
    """What speaks for an item beside the wish, or may have swayed its place: the person's taste, how many chose it, and
    that it is described in the language of the reply.
    """
    row = catalog.row(item.id) if preferences.taste.rows or catalog.companions else None
    return (*_of_taste(item, row, catalog, preferences), *_of_bias(item, row, catalog, language))


def _of_taste(item: Item, row: int | None, catalog: Catalog, preferences: Preferences) -> Iterator[Evidence]:
    rows = preferences.taste.rows[:MOST_COMPARED]
    if rows and row is not None and len(own := catalog.matrix.get([row])):
        liked = unit(catalog.matrix.get(rows) - catalog.matrix.centre)
        closeness = liked @ unit(own[0] - catalog.matrix.centre)
        nearest = int(closeness.argmax())
        if closeness[nearest] >= ALIKE:
            yield Evidence("liked", values=(catalog.items([rows[nearest]])[0].title,))
    for favourite in preferences.favourites:
        if favourite.value in item.values(favourite.field):
            yield Evidence("often", field=favourite.field, values=(favourite.value,))
            return


def _of_bias(item: Item, row: int | None, catalog: Catalog, language: str) -> Iterator[Evidence]:
    if catalog.companions and row is not None and catalog.companions.is_popular(row):
        yield Evidence("popular", values=(str(catalog.companions.chosen(row)),))
    if item.language and item.language.split("-")[0] == language.split("-")[0]:
        yield Evidence("own_language", values=(item.language,))


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
