"""Messages and the typed request that they mean: wishes found, missed and invented, and the language decided."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from polyrec.agent import Understood
from polyrec.eval.cases import Case, Dataset, Part, read_cases, read_messages
from polyrec.eval.conditions import Condition, read_conditions
from polyrec.eval.lineup import NONE, POLYREC, System, first
from polyrec.eval.scores import Measure, Score
from polyrec.eval.suites.base import Breakdown, Observation, Suite
from polyrec.eval.suites.understanding.matching import Found, about, fulfils, kind_of
from polyrec.retrievers import Schema


class Meant(Part):
    """A record of cases.yaml, which says what its keys mean."""

    id: str
    catalog: str
    means: dict[str, Any]
    meaning: str = ""
    message: str = ""
    in_session: bool = False
    language: dict[str, str] = Field(default_factory=dict)
    tune: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message, what it means, and the language that the conversation is in before it (None at its start)."""

    text: str
    meant: Meant
    spoken: str | None


class Understanding(Suite[Message]):
    """The suite."""

    name = "understanding"
    question = "Is the request understood that was meant, and nothing else?"
    measures = (
        Measure("F1", "harmonic mean of precision and recall over all wishes (micro-averaged)"),
        Measure("F1 by kind", "the same over the wishes of one kind", overall=False),
        Measure("precision", "share of the wishes found that were meant"),
        Measure("recall", "share of the wishes meant that were found"),
        Measure("language", "share of messages whose language of reply was decided rightly"),
        Measure("invented", "share of messages with a wish on a field that they say nothing about", "lower"),
    )
    breakdowns = (
        Breakdown("language", "F1"),
        Breakdown("kind", "F1 by kind"),
        Breakdown("language", "language"),
        Breakdown("part", "F1"),
    )
    systems = (POLYREC, NONE)

    def cases(self, data: Path) -> Dataset[Message]:
        """See Suite.cases."""
        del data
        return Dataset(list(_cases()))

    def run(self, case: Case[Message], system: System) -> Sequence[Observation]:
        """See Suite.run; nothing is retrieved. One observation a message, and one for each kind of wish in it."""
        message = case.content
        understood = first(system.talker.session(message.spoken or "en").stream(message.text), Understood)
        if understood is None:
            return []
        request = understood.request
        asked: tuple[Found | None, ...] = (*request.wishes, request.order, request.count)
        found = [one for one in asked if one is not None]
        schema = system.catalog.schema
        meant = read_conditions(message.meant.means)
        wanted = message.meant.language.get(case.language, message.meant.language.get("else", case.language))
        invented = any(not any(about(one, wish) for one in meant) for wish in found)
        scores = _scores(meant, found, schema) | {
            "language": Score(request.language.split("-")[0] == wanted.split("-")[0]),
            "invented": Score(invented),
        }
        seen = {
            "message": message.text,
            "language": request.language,
            "wishes": [str(wish) for wish in found],
        }
        kinds: dict[str, tuple[list[Condition], list[Found]]] = defaultdict(lambda: ([], []))
        for one in meant:
            kinds[kind_of(one)][0].append(one)
        for wish in found:
            kinds[kind_of(wish)][1].append(wish)
        by_kind = [
            Observation({"F1 by kind": _scores(*of_kind, schema)["F1"]}, {"kind": kind})
            for kind, of_kind in sorted(kinds.items())
        ]
        return [Observation(scores, seen=seen), *by_kind]


def _scores(meant: Sequence[Condition], found: Sequence[Found], schema: Schema) -> dict[str, Score]:
    right = _matched(meant, found, schema)
    return {
        "F1": Score(2 * right, len(meant) + len(found)),
        "precision": Score(right, len(found)),
        "recall": Score(right, len(meant)),
    }


def _matched(meant: Iterable[Condition], found: Iterable[Found], schema: Schema) -> int:
    """How many conditions have a wish of their own that fulfils them."""
    left = list(found)
    right = 0
    for one in meant:
        wish = next((wish for wish in left if fulfils(one, wish, schema)), None)
        if wish is not None:
            left.remove(wish)
            right += 1
    return right


def _cases() -> Iterator[Case[Message]]:
    records = read_cases(__name__, "cases.yaml", Meant)
    for language, messages in read_messages(__name__).items():
        for meant in records:
            text = meant.message or messages.get(meant.id)
            if text:
                spoken = language if meant.in_session else None
                part = {"part": "tune" if meant.tune else "test"}
                yield Case(
                    f"{meant.id}/{language}", meant.id, meant.catalog, language, Message(text, meant, spoken), part
                )
