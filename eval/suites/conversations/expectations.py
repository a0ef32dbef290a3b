"""What a turn of a dialogue must show, and whether it did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import regex
from pydantic import Field

from polyrec.eval.cases import Part
from polyrec.eval.conditions import ItemCondition, item_conditions, read_conditions
from polyrec.eval.language import lines_in_language, untranslated
from polyrec.eval.scores import Score
from polyrec.eval.suites.understanding.matching import fulfils
from polyrec.retrievers import Catalog, Item, Request, SimilarWish
from polyrec.retrievers.text import fold

FIGURES = regex.compile(r"\d+(?:[., ]\d{3})*(?:[.,]\d+)?")

SEPARATORS = regex.compile(r"[, ]")


class Than(Part):
    """Every shown item is lower, or higher, in a field than item `item` (from 1) of the last list."""

    item: int
    price: Literal["lower", "higher"] | None = None
    year: Literal["lower", "higher"] | None = None


class Tells(Part):
    """The reply states `field` of item `item` (from 1) of the last list."""

    item: int
    field: str


class Expectation(Part):
    """What dialogues.yaml expects of a turn; it says what the keys mean."""

    move: str
    in_force: dict[str, Any] = Field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    unseen: bool = False
    refers_to: int | None = None
    than: Than | None = None
    tells: tuple[Tells, ...] = ()
    silent: bool = False
    language: Literal["own", "other"] = "own"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a turn showed. `request` is None for a system that has no typed request; `language` is the expected one."""

    request: Request | None
    items: tuple[Item, ...]
    text: str
    language: str
    move: str = ""


def judge_turn(expected: Expectation, now: Shown, before: Sequence[Shown], catalog: Catalog) -> dict[str, Score]:
    """The scores of a turn, and `turns right`: whether every one of them is at its best."""
    last = next((shown.items for shown in reversed(before) if shown.items), ())
    scores = {
        **_of_request(expected, now, last, catalog),
        **_of_items(expected, now, before, last, catalog),
        **_of_text(expected, now, last),
    }
    right = all(score.numerator == (0 if name == "violations" else score.denominator) for name, score in scores.items())
    return {"turns right": Score(right), **scores}


def _of_request(expected: Expectation, now: Shown, last: Sequence[Item], catalog: Catalog) -> dict[str, Score]:
    if now.request is None:
        return {}
    wishes = now.request.wishes
    scores = {"moves": Score(now.move in map(str.strip, expected.move.split("|")))}
    meant = read_conditions(expected.in_force)
    if meant:
        held = sum(any(fulfils(one, wish, catalog.schema) for wish in wishes) for one in meant)
        scores["in force"] = Score(held, len(meant))
    if expected.dropped:
        fields = {wish.field for wish in wishes if not isinstance(wish, SimilarWish)}
        scores["dropped"] = Score(not fields & set(expected.dropped))
    if expected.refers_to is not None:
        wanted = last[expected.refers_to - 1].id if len(last) >= expected.refers_to else None
        resolved = any(isinstance(wish, SimilarWish) and wish.item_id == wanted for wish in wishes)
        scores["reference"] = Score(resolved)
    return scores


def _of_items(
    expected: Expectation, now: Shown, before: Sequence[Shown], last: Sequence[Item], catalog: Catalog
) -> dict[str, Score]:
    scores = {}
    conditions = item_conditions(expected.in_force)
    if conditions and _can_be_met(conditions, catalog):
        broken = sum(not all(one.holds(item) for one in conditions) for item in now.items)
        scores["violations"] = Score(broken, len(now.items))
    if expected.unseen:
        seen = {item.id for shown in before for item in shown.items}
        scores["unseen"] = _share([item.id not in seen for item in now.items])
    if expected.than and len(last) >= expected.than.item:
        field, way = next((name, way) for name in ("price", "year") if (way := getattr(expected.than, name)))
        bound = last[expected.than.item - 1].number(field)
        numbers = [item.number(field) for item in now.items]
        scores["than"] = _share(
            [
                number is not None and bound is not None and (number < bound if way == "lower" else number > bound)
                for number in numbers
            ]
        )
    if expected.silent:
        scores["silent"] = Score(not now.items)
    return scores


def _of_text(expected: Expectation, now: Shown, last: Sequence[Item]) -> dict[str, Score]:
    passed, lines = lines_in_language(now.text, now.language, untranslated((*now.items, *last), now.request))
    scores = {"language": Score(lines > 0 and passed == lines, lines > 0)}
    if expected.tells:
        told = [one.item <= len(last) and _states(now.text, last[one.item - 1], one.field) for one in expected.tells]
        scores["tells"] = Score(all(told))
    return scores


def _can_be_met(conditions: Sequence[ItemCondition], catalog: Catalog) -> bool:
    """Whether any item meets all conditions; where none does, the nearest may be shown, and said to be no more."""
    return any(all(one.holds(item) for one in conditions) for item in catalog.page(len(catalog)))


def _states(text: str, item: Item, field: str) -> bool:
    """Whether a text states a field of an item: one of its values, or its number in figures of any script."""
    if field == "title":
        return fold(item.title) in fold(text)
    number = item.number(field)
    if number is not None:
        return any(abs(figure - number) < 0.01 for one in FIGURES.findall(fold(text)) for figure in _readings(one))
    return any(fold(value) in fold(text) for value in item.values(field))


def _readings(figure: str) -> Iterator[float]:
    """What a figure may mean: its last mark parts the decimals, or all its marks group thousands."""
    whole, mark, rest = SEPARATORS.sub(".", figure).rpartition(".")
    yield float(whole.replace(".", "") + rest)
    if mark:
        yield float(f"{whole.replace('.', '')}.{rest}")


def _share(held: Sequence[bool]) -> Score:
    """A share that counts an empty list as nothing shown, which is not what was asked for."""
    return Score(sum(held), len(held)) if held else Score(0.0)
