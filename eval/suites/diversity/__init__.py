"""How varied answers are, how much of a catalogue is ever shown, and whether the reader's language is favoured."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.spatial.distance import pdist

from polyrec.agent import Ranked
from polyrec.eval.cases import Case, Dataset, read_messages
from polyrec.eval.lineup import COURSES, MOVIES, TEXTBOOK, USUAL, System, first
from polyrec.eval.records import Record
from polyrec.eval.scores import Measure, Score
from polyrec.eval.suites.base import Breakdown, Observation, Suite
from polyrec.eval.suites.wishes import SHOWN, wish_cases
from polyrec.eval.tables import Table


@dataclass(frozen=True, slots=True)
class Asked:
    """A message; `course` is the one that it asks for, None over the other catalogues."""

    message: str
    course: str | None = None


class Diversity(Suite[Asked]):
    """The suite: variety on the wishes, language bias on sixteen courses, each described in twelve languages.

    A course's twelve descriptions fit a wish equally well, so its own language should win against another one as often
    as it loses: 0.5.
    """

    name = "diversity"
    question = "Are the answers varied, and fair to every language that items are described in?"
    measures = (
        Measure(
            "own language preferred",
            "how often an item in the reader's language stands above the same item in another language",
            "nearer to 0.5",
        ),
        Measure("right course", "share of the twelve items shown that are of the course asked for"),
        Measure("intra-list distance", "mean 1 − cosine between the first five items (Ziegler et al. 2005)"),
    )
    breakdowns = (Breakdown("language", "own language preferred"), Breakdown("catalog", "intra-list distance"))
    systems = tuple(name for name in USUAL if name != TEXTBOOK)
    limit = 96

    def cases(self, data: Path) -> Dataset[Asked]:
        """See Suite.cases."""
        del data
        return Dataset([*_course_cases(), *_wish_cases()])

    def run(self, case: Case[Asked], system: System) -> Sequence[Observation]:
        """See Suite.run; the reply is not waited for."""
        course = case.content.course
        count = len(read_messages(__name__)) if course else SHOWN
        ranked = first(system.talker.session("en").stream(case.content.message, n=count), Ranked)
        items = [one.id for one in ranked.items] if ranked else []
        scores = _bias(items, course, case.language) if course else _variety(items, system)
        return [
            Observation(scores, seen={"message": case.content.message, "items": items, "size": len(system.catalog)})
        ]

    def tables(self, records: Sequence[Record]) -> Sequence[Table]:
        """Coverage: how many different items were shown."""
        rows = []
        shown = [record for record in records if record.catalog != COURSES]
        for system, catalog in sorted({(record.system, record.catalog) for record in shown}):
            own = [record for record in shown if (record.system, record.catalog) == (system, catalog)]
            items = {item for record in own for item in record.seen["items"]}
            size = max(record.seen["size"] for record in own)
            rows.append((system, catalog, f"{len(items) / size:.2f}", f"{len(items)} of {size}", str(len(own))))
        columns = ("system", "catalog", "coverage", "items shown", "requests")
        return (
            Table("Catalogue coverage", columns, rows, "Share of all items that stood among the first five of any."),
        )


def _bias(items: Sequence[str], course: str, language: str) -> dict[str, Score]:
    """Wins of the own language's item against each other one of its course; both left out is a tie."""
    languages = list(read_messages(__name__))
    places = {item: place for place, item in enumerate(items)}
    own = places.get(f"{course}.{language}", len(items))
    others = [places.get(f"{course}.{other}", len(items)) for other in languages if other != language]
    wins = sum(1.0 if own < other else 0.5 if own == other else 0.0 for other in others)
    right = sum(item.rsplit(".", 1)[0] == course for item in items)
    return {"own language preferred": Score(wins, len(others)), "right course": Score(right, len(languages))}


def _variety(items: Sequence[str], system: System) -> dict[str, Score]:
    catalog = system.catalog
    vectors = catalog.matrix.get([row for item in items if (row := catalog.row(item)) is not None])
    if len(vectors) < 2:
        return {}
    return {"intra-list distance": Score(float(pdist(np.asarray(vectors), "cosine").mean()))}


def _course_cases() -> Iterator[Case[Asked]]:
    for language, messages in read_messages(__name__).items():
        for course, message in messages.items():
            yield Case(f"{COURSES}/{course}/{language}", course, COURSES, language, Asked(message, course))


def _wish_cases() -> Iterator[Case[Asked]]:
    for case in wish_cases():
        if case.catalog != MOVIES:
            yield Case(case.id, case.group, case.catalog, case.language, Asked(case.content.message))
