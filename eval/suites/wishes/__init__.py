"""Single requests whose answer can be checked: does what is shown state what was wished?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ir_measures import P, iter_calc

from polyrec.agent import Ranked
from polyrec.eval.cases import Case, Dataset, Part, read_cases, read_messages
from polyrec.eval.conditions import item_conditions
from polyrec.eval.lineup import MOVIES, MOVIES_FILE, System, first
from polyrec.eval.scores import Measure, Score
from polyrec.eval.suites.base import Breakdown, Observation, Suite
from polyrec.retrievers import Catalog

SHOWN = 5


class Need(Part):
    """A record of needs.yaml, which says what its keys mean."""

    id: str
    catalogs: tuple[str, ...]
    meaning: str
    meets: dict[str, Any]
    tune: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """One need in one language."""

    need: Need
    message: str


class Wishes(Suite[Wish]):
    """The suite."""

    name = "wishes"
    question = "Does what is shown meet the wish, whatever the language?"
    measures = (
        Measure("P@5", "share of the first five items that meet the wish"),
        Measure("P@1", "share of first items that meet the wish"),
    )
    breakdowns = (
        Breakdown("language", "P@5"),
        Breakdown("catalog", "P@5"),
        Breakdown("part", "P@5"),
    )
    limit = 180

    def cases(self, data: Path) -> Dataset[Wish]:
        """See Suite.cases."""
        skipped = () if (data / MOVIES_FILE).exists() else (f"{MOVIES}: there is no {MOVIES_FILE} in {data}",)
        cases = [case for case in wish_cases() if not skipped or case.catalog != MOVIES]
        return Dataset(cases, skipped)

    def run(self, case: Case[Wish], system: System) -> Sequence[Observation]:
        """See Suite.run; the reply is not waited for."""
        ranked = first(system.talker.session("en").stream(case.content.message, n=SHOWN), Ranked)
        items = ranked.items if ranked else ()
        wanted = dict.fromkeys(meeting(system.catalog, case.content.need), 1)
        run = {item.id: float(-place) for place, item in enumerate(items)}
        values = {str(one.measure): one.value for one in iter_calc([P @ 5, P @ 1], {"q": wanted}, {"q": run})}
        seen = {"message": case.content.message, "items": [item.id for item in items]}
        return [Observation({name: Score(values.get(name, 0.0)) for name in ("P@5", "P@1")}, seen=seen)]


def wish_cases() -> Iterator[Case[Wish]]:
    """Every need in every language over every catalogue that it is asked of."""
    needs = read_cases(__name__, "needs.yaml", Need)
    for language, messages in read_messages(__name__).items():
        for need in needs:
            for catalog in need.catalogs:
                if need.id in messages:
                    part = "tune" if need.tune else "test"
                    yield Case(
                        f"{catalog}/{need.id}/{language}",
                        f"{catalog}/{need.id}",
                        catalog,
                        language,
                        Wish(need, messages[need.id]),
                        {"part": part},
                    )


def meeting(catalog: Catalog, need: Need) -> frozenset[str]:
    """The ids of the items of a catalogue that meet a need."""
    return _meeting(catalog, need.id)


@lru_cache(maxsize=256)
def _meeting(catalog: Catalog, need_id: str) -> frozenset[str]:
    conditions = item_conditions(_needs()[need_id].meets)
    return frozenset(item.id for item in all_items(catalog) if all(one.holds(item) for one in conditions))


@lru_cache(maxsize=8)
def all_items(catalog: Catalog) -> tuple[Any, ...]:
    """Every item of a catalogue."""
    return tuple(catalog.page(len(catalog)))


@lru_cache(maxsize=1)
def _needs() -> dict[str, Need]:
    return {need.id: need for need in read_cases(__name__, "needs.yaml", Need)}
