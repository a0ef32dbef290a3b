"""Simulated users: somebody with a hidden target, who answers, rejects with reasons, and accepts when it is shown."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from polyrec.agent import Replied
from polyrec.agent.llm import LanguageModel
from polyrec.eval.cases import Case, Dataset, read_messages
from polyrec.eval.lineup import System, first
from polyrec.eval.scores import Measure, Score
from polyrec.eval.suites.base import Breakdown, Observation, Suite
from polyrec.eval.suites.users.persona import PERSONAS, Persona
from polyrec.eval.suites.users.simulated import SimulatedUser
from polyrec.eval.suites.users.voice import ModelVoice, ScriptedVoice
from polyrec.retrievers import Item

CATALOG = "films"
TURNS = 5
TARGETS = 6
"""Targets of each persona in each language."""


@dataclass(frozen=True, slots=True)
class Seeker:
    """A persona, and the place of its target among the items, as a share in [0, 1)."""

    persona: Persona
    place: float


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that was held: what the person said, how many of the items shown met all that was said so far, and
    the turn in which the target was shown, None where it never was.
    """

    said: tuple[str, ...]
    satisfying: int
    shown: int
    reached: int | None


class Users(Suite[Seeker]):
    """The suite. `speaker` is a model that says in its own words what the script would; None: the script speaks."""

    name = "users"
    question = "Does a person with something in mind get there, and how fast?"
    measures = (
        Measure("success", f"share of people who were shown their film within {TURNS} turns"),
        Measure("success unheard", 'the same for people of whom only the first message is heard, then "others"'),
        Measure("turns", "turns until then, of those who got there", "lower", "turns"),
        Measure("satisfied", "share of the items shown that meet all that was said so far"),
        Measure("success by turn", "share of people who were shown their film by this turn", overall=False),
    )
    breakdowns = (
        Breakdown("turn", "success by turn", "line"),
        Breakdown("language", "success"),
        Breakdown("persona", "success"),
    )
    limit = 24

    def __init__(self, speaker: LanguageModel | None = None) -> None:
        self._speaker = speaker

    def cases(self, data: Path) -> Dataset[Seeker]:
        """See Suite.cases."""
        del data
        return Dataset(list(_cases()))

    def run(self, case: Case[Seeker], system: System) -> Sequence[Observation]:
        """See Suite.run; a conversation ends with the target or after five turns, each of them whole.

        It is then held once more with the same person unheard.
        """
        items = system.catalog.page(len(system.catalog))
        target = items[int(case.content.place * len(items))]
        held = self._converse(case, system, case.content.persona, target)
        unheard = self._converse(case, system, case.content.persona.unheard, target)
        scores = {
            "success": Score(held.reached is not None),
            "success unheard": Score(unheard.reached is not None),
            "satisfied": Score(held.satisfying, held.shown),
        }
        if held.reached:
            scores["turns"] = Score(held.reached)
        by_turn = [
            Observation(
                {"success by turn": Score(held.reached is not None and held.reached <= turn)}, {"turn": str(turn)}
            )
            for turn in range(1, TURNS + 1)
        ]
        return [Observation(scores, seen={"target": target.id, "says": list(held.said)}), *by_turn]

    def _converse(self, case: Case[Seeker], system: System, persona: Persona, target: Item) -> Talk:
        scripted = ScriptedVoice(read_messages(__name__)[case.language], system.catalog.schema, case.language)
        voice = ModelVoice(self._speaker, scripted) if self._speaker else scripted
        user = SimulatedUser(persona, target, system.catalog, voice)
        session = system.talker.session("en")
        said: list[str] = []
        satisfying = shown = 0
        for turn in range(1, TURNS + 1):
            said.append(user.speak())
            replied = first(session.stream(said[-1]), Replied)
            offered = [one.item for one in replied.reply.items] if replied else []
            satisfying += sum(user.is_satisfied_by(item) for item in offered)
            shown += len(offered)
            if any(item.id == target.id for item in offered):
                return Talk(tuple(said), satisfying, shown, turn)
            question = replied.reply.question if replied else None
            user.react(offered, question.field if question else None)
        return Talk(tuple(said), satisfying, shown, None)


def _cases() -> Iterator[Case[Seeker]]:
    for language in read_messages(__name__):
        places = random.Random(language)  # noqa: S311 (a sample, not a secret)
        for persona in PERSONAS:
            for number in range(TARGETS):
                seeker = Seeker(persona, places.random())
                name = f"{persona.name}/{number}/{language}"
                yield Case(name, name, CATALOG, language, seeker, {"persona": persona.name})
