"""What was observed, on disk line by line, so that an interrupted run goes on where it stopped."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polyrec.eval.scores import Score

if TYPE_CHECKING:
    from polyrec.eval.cases import Case
    from polyrec.eval.suites.base import Observation

FILE = "records.jsonl"


@dataclass(frozen=True, slots=True)
class Record:
    """One observation of one system. `labels` hold the catalogue and the language too."""

    system: str
    case: str
    group: str
    place: int
    labels: Mapping[str, str]
    scores: Mapping[str, Score]
    seen: Mapping[str, Any]

    @property
    def catalog(self) -> str:
        """The catalogue that was asked of."""
        return self.labels["catalog"]


class Log:
    """The records of one run. A line is one case of one system, whole or not there."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lines = list(_lines(self._path))
        self.done = {(line["system"], line["case"]) for line in self._lines}

    def add(self, system: str, case: "Case[Any]", observations: "Sequence[Observation]") -> None:
        """Writes down what a system showed in a case."""
        labels = {"catalog": case.catalog, "language": case.language, **case.labels}
        written = [
            {
                "labels": {**labels, **one.labels},
                "scores": {name: [score.numerator, score.denominator] for name, score in one.scores.items()},
                "seen": dict(one.seen),
            }
            for one in observations
        ]
        line = {"system": system, "case": case.id, "group": case.group, "observations": written}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._lines.append(line)
        self.done.add((system, case.id))

    def records(self) -> list[Record]:
        """Everything observed so far."""
        return [record for line in self._lines for record in _records(line)]


def read_records(folder: Path) -> list[Record]:
    """The records of a run."""
    return Log(folder).records()


def _records(line: Mapping[str, Any]) -> Iterator[Record]:
    for place, one in enumerate(line["observations"]):
        scores = {name: Score(*pair) for name, pair in one["scores"].items()}
        yield Record(line["system"], line["case"], line["group"], place, one["labels"], scores, one["seen"])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The whole lines of a file; one that a killed run left unfinished is cut off, so that the next stands alone."""
    if not path.exists():
        return
    text = path.read_text("utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole, "utf-8")
    yield from map(json.loads, whole.splitlines())
