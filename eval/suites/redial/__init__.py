"""Real conversations about films (ReDial, Li et al. 2018): is the film that a person recommended next among ours?"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import regex
from ir_measures import RR, R, iter_calc, nDCG

from polyrec.agent import Ranked
from polyrec.eval.cases import Case, Dataset
from polyrec.eval.lineup import LEARNED, MOVIES, MOVIES_FILE, SYSTEMS, TEXTBOOK, System, first
from polyrec.eval.scores import Measure, Score
from polyrec.eval.suites.base import Breakdown, Observation, Published, Suite
from polyrec.retrievers import Catalog
from polyrec.retrievers.companions import Companions
from polyrec.retrievers.text import WORD, fold

FILE = "redial_valid.jsonl"
ASKED = 20
FOLDS = 10
MENTION = regex.compile(r"\((?P<year>(?:18|19|20)\d\d)\)")
LONGEST_TITLE = 12
MEASURES = {
    "recall@1": R @ 1,
    "recall@5": R @ 5,
    "recall@10": R @ 10,
    "recall@20": R @ 20,
    "MRR": RR,
    "nDCG@10": nDCG @ 10,
}


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said so far, oldest first, and the ids of the films that a person recommended next."""

    context: tuple[str, ...]
    gold: tuple[str, ...]


class Redial(Suite[Conversation]):
    """The suite. The whole conversation is the message; films that it mentions are taken out of the answer.

    `polyrec-learned` has learned from the other nine tenths of the conversations.
    """

    name = "redial"
    question = "Does it find what a person would have recommended next?"
    measures = (
        Measure("recall@10", "share of the gold films among the first ten"),
        Measure("recall@1", "share of the gold films in first place"),
        Measure("recall@5", "share of the gold films among the first five"),
        Measure("recall@20", "share of the gold films among the first twenty"),
        Measure("MRR", "mean reciprocal rank of the first gold film among the first twenty"),
        Measure("nDCG@10", "normalised discounted cumulative gain of the first ten"),
    )
    breakdowns = (Breakdown("utterances", "recall@10", "line"),)
    systems = tuple(name for name in SYSTEMS if name != TEXTBOOK)
    limit = 120
    published = Published(
        "Zero-shot, items outside the catalogue and mentioned ones removed (He et al., CIKM 2023), on ReDial's test "
        "split; ours are on the validation split, so the two are neighbours, not rivals.",
        {
            "GPT-4": {"recall@5": 0.140, "recall@10": 0.201},
            "GPT-3.5": {"recall@5": 0.126, "recall@10": 0.183},
            "BAIZE-13B": {"recall@5": 0.105, "recall@10": 0.144},
            "Vicuna-13B": {"recall@5": 0.089, "recall@10": 0.120},
        },
    )

    def __init__(self) -> None:
        self._told: dict[str, tuple[str, ...]] = {}
        self._recommended: dict[str, set[str]] = {}
        self._learned: dict[int, Companions] = {}

    def cases(self, data: Path) -> Dataset[Conversation]:
        """See Suite.cases."""
        missing = [name for name in (FILE, MOVIES_FILE) if not (data / name).exists()]
        if missing:
            return Dataset([], (f"redial: there is no {' and no '.join(missing)} in {data}",))
        cases = []
        for number, line in enumerate((data / FILE).read_text("utf-8").splitlines()):
            turn = json.loads(line)
            conversation = Conversation(tuple(turn["context"]), tuple(turn["gold"]))
            self._told[turn["dialogue"]] = max(conversation.context, self._told.get(turn["dialogue"], ()), key=len)
            self._recommended.setdefault(turn["dialogue"], set()).update(conversation.gold)
            spoken = min(len(conversation.context), 10)
            labels = {"utterances": f"{spoken:02}" if spoken < 10 else "10 or more"}
            cases.append(Case(f"turn-{number}", turn["dialogue"], MOVIES, "en", conversation, labels))
        return Dataset(cases)

    def run(self, case: Case[Conversation], system: System) -> Sequence[Observation]:
        """See Suite.run; the reply is not waited for."""
        if system.name == LEARNED:
            vars(system.catalog)["companions"] = self._companions(fold_of(case.group), system.catalog)
        message = "\n".join(case.content.context)
        ranked = first(system.talker.session("en").stream(message, n=ASKED, language="en"), Ranked)
        known = mentioned(message, system.catalog)
        items = [item.id for item in ranked.items if item.id not in known] if ranked else []
        run = {"q": {item: float(-place) for place, item in enumerate(items)}}
        qrels = {"q": dict.fromkeys(case.content.gold, 1)}
        names = {measure: name for name, measure in MEASURES.items()}
        scores = {names[one.measure]: Score(one.value) for one in iter_calc(list(names), qrels, run)}
        return [Observation({name: scores.get(name, Score(0.0)) for name in MEASURES}, seen={"items": items})]

    def _companions(self, held_out: int, catalog: Catalog) -> Companions:
        """What the conversations outside a fold teach: the films that each mentions or recommends."""
        if not self._learned:
            choices: dict[str, list[int]] = {}
            for dialogue, context in self._told.items():
                ids = sorted(mentioned("\n".join(context), catalog) | self._recommended[dialogue])
                choices[dialogue] = [row for one in ids if (row := catalog.row(one)) is not None]
            for part in range(FOLDS):
                others = [rows for dialogue, rows in choices.items() if fold_of(dialogue) != part]
                self._learned[part] = Companions.of(others, len(catalog.columns))
        return self._learned[held_out]


def fold_of(dialogue: str) -> int:
    """One of ten parts, by a conversation's name: what one part teaches is asked of none of its own turns."""
    return int(hashlib.sha256(dialogue.encode()).hexdigest(), 16) % FOLDS


def mentioned(text: str, catalog: Catalog) -> frozenset[str]:
    """The ids of the films that a conversation names as ReDial does: a title with its year in brackets."""
    found: set[str] = set()
    for match in MENTION.finditer(text):
        before = fold(text[: match.start()]).rstrip()
        starts = [word.start() for word in WORD.finditer(before)][-LONGEST_TITLE:]
        for start in starts:
            if rows := catalog.names.get(before[start:]):
                same = [item for item in catalog.items(rows) if item.number("year") in (float(match["year"]), None)]
                found.update(item.id for item in same or catalog.items(rows))
                break
    return frozenset(found)
