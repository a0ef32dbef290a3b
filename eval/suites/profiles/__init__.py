"""Simulated people with a taste: does knowing twenty films that they liked help to find more that they would like?"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from polyrec.agent import Replied, Session
from polyrec.agent.profile import Behaviour, BehaviourKind
from polyrec.eval.cases import Case, Dataset, read_messages
from polyrec.eval.lineup import NONE, POLYREC, System, first
from polyrec.eval.scores import Measure, Score
from polyrec.eval.suites.base import Breakdown, Observation, Suite
from polyrec.eval.suites.profiles.taste import SimulatedTaste
from polyrec.eval.suites.users import __name__ as users
from polyrec.retrievers import Item

CATALOG = "films"
PEOPLE = 4
"""Simulated people in each language."""
LIKED = 20
"""Films that a person is known to have liked, and as many that are held out."""
SHOWN = 10


class Profiles(Suite[SimulatedTaste]):
    """The suite."""

    name = "profiles"
    question = "Does a profile of twenty liked films help to find others that the person would like?"
    measures = (
        Measure("recall@10", "share of twenty held-out liked films among ten recommended without a wish"),
        Measure("recall@10 without", "the same, when it is known what the person has seen, but not what they liked"),
        Measure("evidence", "share of the recommended films that say what in the profile speaks for them"),
    )
    breakdowns = (Breakdown("language", "recall@10"),)
    systems = (POLYREC, NONE)
    limit = 12

    def cases(self, data: Path) -> Dataset[SimulatedTaste]:
        """See Suite.cases."""
        del data
        return Dataset(list(_cases()))

    def run(self, case: Case[SimulatedTaste], system: System) -> Sequence[Observation]:
        """See Suite.run; the same vague request is made twice, of one who knows the likes and of one who knows what was
        seen.
        """
        items = system.catalog.page(len(system.catalog))
        liked = case.content.favourites(items, 2 * LIKED)
        known, held_out = liked[::2], {item.id for item in liked[1::2]}
        message = read_messages(users)[case.language]["open"]
        found = {kind: self._ask(system, case.language, message, kind, known) for kind in KINDS}
        hits = {kind: sum(item.id in held_out for item, _ in shown) for kind, shown in found.items()}
        told = sum(has_evidence for _, has_evidence in found["like"])
        scores = {
            "recall@10": Score(hits["like"], len(held_out)),
            "recall@10 without": Score(hits["seen"], len(held_out)),
            "evidence": Score(told, len(found["like"])),
        }
        return [Observation(scores, seen={"likes": case.content.told(), "shown": [one.id for one, _ in found["like"]]})]

    def _ask(
        self, system: System, language: str, message: str, kind: BehaviourKind, known: Sequence[Item]
    ) -> list[tuple[Item, bool]]:
        session = system.talker.session(language)
        if not isinstance(session, Session):
            return []
        session.profile.report(*(Behaviour(kind, system.catalog.name, item.id) for item in known))
        replied = first(session.stream(message, n=SHOWN), Replied)
        ranked = replied.reply.items if replied else ()
        return [(one.item, any(piece.finding in ("liked", "often") for piece in one.evidence)) for one in ranked]


KINDS: tuple[BehaviourKind, ...] = ("like", "seen")


def _cases() -> Iterator[Case[SimulatedTaste]]:
    for language in read_messages(users):
        for number in range(PEOPLE):
            name = f"{number}/{language}"
            yield Case(name, name, CATALOG, language, SimulatedTaste(name))
