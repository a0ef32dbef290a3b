"""Two runs side by side, paired case by case: which differences are real?"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from polyrec.eval.errors import EvaluationError
from polyrec.eval.records import Record, read_records
from polyrec.eval.report import DECIMALS, JSON_FILE, LANGUAGE
from polyrec.eval.scores import Estimate, Measure, Score, difference, estimate
from polyrec.eval.tables import Table

Key = tuple[str, int]
Paired = dict[str, list[tuple[Record, Record]]]
NOTE = (
    "Paired over the cases that both have, with 95% bootstrap intervals over groups of cases. A difference is real, "
    "better or worse, when its interval leaves 0 out; of twenty such verdicts, expect one to be chance."
)


def compare(first: Path, second: Path, pairs: Mapping[str, str], seed: int) -> Sequence[Table]:
    """Tables of what `second` gains over `first`; `pairs` names systems to pair, empty for those of the same name.

    Raises EvaluationError when a folder holds no report, the suites differ, or no case stands in both.
    """
    reports = [_read_report(folder) for folder in (first, second)]
    if reports[0]["suite"] != reports[1]["suite"]:
        raise EvaluationError(
            f"{first} is of the suite {reports[0]['suite']}, {second} of {reports[1]['suite']}.",
            "Compare two runs of one suite.",
        )
    measures = [Measure(**one) for one in reports[0]["measures"]]
    paired = _pair(read_records(first), read_records(second), pairs)
    if not any(paired.values()):
        raise EvaluationError(
            "The two runs have no case of the same system in common.",
            "Run both with the same --seed and --limit, or name systems: --pair polyrec-none=polyrec",
        )
    overall = [
        row
        for measure in measures
        for systems, records in paired.items()
        for row in _rows(systems, measure, records, seed)
    ]
    columns = ["measure", "system", "A", "B", "B − A", "n", "verdict"]
    tables = [Table(f"{reports[0]['suite']}: A = {first}, B = {second}", columns, overall, NOTE)]
    by_language = list(_by_language(measures[0], paired, seed))
    if by_language:
        tables.append(Table(f"{measures[0].name} by language", columns, by_language))
    return tables


def _by_language(measure: Measure, paired: Paired, seed: int) -> Iterator[Sequence[str]]:
    for systems, records in paired.items():
        languages: dict[str, list[tuple[Record, Record]]] = defaultdict(list)
        for pair in records:
            languages[pair[0].labels[LANGUAGE]].append(pair)
        if len(languages) > 1:
            for language, own in sorted(languages.items()):
                for row in _rows(systems, measure, own, seed):
                    yield [language, *row[1:]]


def _rows(
    systems: str, measure: Measure, records: Sequence[tuple[Record, Record]], seed: int
) -> Iterator[Sequence[str]]:
    scores = [
        (one.group, one.scores[measure.score], other.scores[measure.score])
        for one, other in records
        if measure.score in one.scores and measure.score in other.scores
    ]
    gain = difference(scores, measure, seed)
    if gain is None:
        return
    decimals = DECIMALS[measure.unit]
    before, after = _plain([one for _, one, _ in scores], measure), _plain([one for *_, one in scores], measure)
    interval = "" if gain.low is None else f" [{gain.low:+.{decimals}f}, {gain.high:+.{decimals}f}]"
    yield [
        measure.name,
        systems,
        f"{before:.{decimals}f}",
        f"{after:.{decimals}f}",
        f"{gain.value:+.{decimals}f}{interval}",
        str(gain.count),
        verdict(gain, measure),
    ]


def verdict(gain: Estimate, measure: Measure) -> str:
    """`better` or `worse` when the interval leaves 0 out, else `not shown`; `changed` where neither way is better."""
    if gain.low is None or gain.high is None or gain.low <= 0 <= gain.high:
        return "not shown"
    if measure.better not in ("higher", "lower"):
        return "changed"
    return "better" if (gain.value > 0) is (measure.better == "higher") else "worse"


def _plain(scores: Sequence[Score], measure: Measure) -> float:
    found = estimate([("all", score) for score in scores], measure, 0)
    return found.value if found else 0.0


def _pair(first: Sequence[Record], second: Sequence[Record], pairs: Mapping[str, str]) -> Paired:
    names = pairs or {name: name for name in dict.fromkeys(record.system for record in first)}
    paired: Paired = {}
    for before, after in names.items():
        others: dict[Key, Record] = {(one.case, one.place): one for one in second if one.system == after}
        label = before if before == after else f"{before} → {after}"
        paired[label] = [
            (one, others[one.case, one.place])
            for one in first
            if one.system == before and (one.case, one.place) in others
        ]
    return paired


def _read_report(folder: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads((folder / JSON_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        raise EvaluationError(
            f"There is no report in {folder}.", "Name the folder of a finished run; polyrec eval SUITE prints it."
        ) from None
    return content
