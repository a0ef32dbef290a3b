"""Scripted dialogues: which wishes are in force, what may not be shown again, what "the second one" is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from polyrec.agent import Event, Ranked, Replied, Reply, Understood
from polyrec.eval.cases import Case, Dataset, Part, read_cases, read_messages
from polyrec.eval.lineup import USUAL, VECTORS, System
from polyrec.eval.scores import Measure
from polyrec.eval.suites.base import Breakdown, Observation, Suite
from polyrec.eval.suites.conversations.expectations import Expectation, Shown, judge_turn
from polyrec.retrievers import Item


class Turn(Expectation):
    """A turn of a dialogue: what it means, for whoever writes the messages, and what is expected of it."""

    meaning: str


class Dialogue(Part):
    """A record of dialogues.yaml, which says what its keys mean."""

    name: str
    catalog: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A dialogue in one language; each line is (the BCP-47 tag that it is in, what is said)."""

    dialogue: Dialogue
    lines: tuple[tuple[str, str], ...]


class Conversations(Suite[Script]):
    """The suite."""

    name = "conversations"
    question = "Does it hold a conversation: keep, change and drop wishes, and know what is spoken of?"
    measures = (
        Measure("turns right", "share of turns that meet every expectation"),
        Measure("moves", "share of turns in which what the person does was recognised"),
        Measure("in force", "share of the wishes in force that the request holds"),
        Measure("violations", "share of shown items that violate a wish in force", "lower"),
        Measure("dropped", "share of turns in which a wish that was given up is gone"),
        Measure("unseen", "share of items that no earlier turn showed, where that is asked for"),
        Measure("reference", "share of references to a shown item that were resolved"),
        Measure("than", "share of shown items that compare as asked (cheaper than the second)"),
        Measure("tells", "share of questions about an item that its field answers"),
        Measure("silent", "share of turns that ask for no item and get none"),
        Measure("language", "share of replies whose lines are in the right language"),
    )
    breakdowns = (
        Breakdown("turn", "turns right", "line"),
        Breakdown("language", "turns right"),
        Breakdown("language", "moves"),
        Breakdown("dialogue", "turns right"),
    )
    systems = tuple(name for name in USUAL if name != VECTORS)
    limit = 24

    def cases(self, data: Path) -> Dataset[Script]:
        """See Suite.cases."""
        del data
        return Dataset(list(_cases()))

    def run(self, case: Case[Script], system: System) -> Sequence[Observation]:
        """See Suite.run; one observation a turn."""
        script = case.content
        session = system.talker.session("en")
        shown: list[Shown] = []
        observations = []
        for number, (turn, (spoken, text)) in enumerate(zip(script.dialogue.turns, script.lines, strict=True), start=1):
            language = spoken if turn.language == "other" else case.language
            understood, ranked, reply = _listen(session.stream(text))
            now = Shown(reply.request if understood else None, ranked, reply.text, language, reply.move)
            scores = judge_turn(turn, now, shown, system.catalog)
            seen = {"says": text, "items": [item.id for item in ranked], "replies": reply.text}
            observations.append(Observation(scores, {"turn": str(number), "dialogue": script.dialogue.name}, seen))
            shown.append(now)
        return observations


def _listen(events: Iterator[Event]) -> tuple[bool, tuple[Item, ...], Reply]:
    """Whether anything was understood, the ranked items, and the reply of a turn."""
    understood = False
    ranked: tuple[Item, ...] = ()
    for event in events:
        match event:
            case Understood():
                understood = True
            case Ranked():
                ranked = tuple(one.item for one in event.items)
            case Replied():
                return understood, ranked, event.reply
    raise ValueError("a turn ended without a reply")


def _cases() -> Iterator[Case[Script]]:
    dialogues = {dialogue.name: dialogue for dialogue in read_cases(__name__, "dialogues.yaml", Dialogue)}
    for language, scripts in read_messages(__name__).items():
        for name, said in scripts.items():
            lines = tuple(_line(one, language) for one in said)
            script = Script(dialogues[name], lines)
            yield Case(f"{name}/{language}", f"{name}/{language}", script.dialogue.catalog, language, script)


def _line(said: str | dict[str, str], language: str) -> tuple[str, str]:
    if isinstance(said, dict):
        return next(iter(said.items()))
    return language, said
