"""What a run found: numbers with intervals, as tables, JSON, Markdown and plots."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from polyrec.eval.records import Record
from polyrec.eval.scores import Estimate, Measure, estimate
from polyrec.eval.suites.base import Breakdown, Suite
from polyrec.eval.tables import Table

ENGLISH = "en"
LANGUAGE = "language"
DECIMALS = {"share": 2, "s": 3, "turns": 2, "tokens": 0, "letters": 0}
JSON_FILE, MARKDOWN_FILE = "report.json", "report.md"


@dataclass(frozen=True, slots=True)
class Result:
    """One number: a measure of a system, over all observations or over those whose `label` is `value`."""

    measure: Measure
    system: str
    estimate: Estimate
    label: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A run. `asked` says how many cases of how many, `skipped` why others are missing, `folder` where it lies."""

    suite: str
    question: str
    provenance: Mapping[str, object]
    skipped: tuple[str, ...] = ()
    asked: str = ""
    results: Sequence[Result] = ()
    tables: Sequence[Table] = ()
    breakdowns: Sequence[Breakdown] = ()
    folder: Path | None = field(default=None)


def make_report(
    suite: Suite[Any],
    records: Sequence[Record],
    provenance: Mapping[str, object],
    skipped: tuple[str, ...],
    asked: str,
    seed: int,
    folder: Path,
) -> Report:
    """Sums up the records of a run."""
    systems = tuple(dict.fromkeys(record.system for record in records))
    overall = [
        result
        for measure in suite.measures
        if measure.overall
        for system in systems
        for result in _results(records, measure, system, "", seed)
    ]
    broken_down = [
        [
            result
            for system in systems
            for result in _results(records, suite.measure(one.measure), system, one.label, seed)
        ]
        for one in suite.breakdowns
    ]
    tables = [
        _overall_table(suite, overall, systems),
        *_parity_table(suite, broken_down, systems),
        *(_breakdown_table(one, results, systems) for one, results in zip(suite.breakdowns, broken_down, strict=True)),
        *suite.tables(records),
    ]
    results = [*overall, *(result for part in broken_down for result in part)]
    shown = [table for table in tables if table.rows]
    return Report(
        suite.name, suite.question, provenance, skipped, asked, results, shown, tuple(suite.breakdowns), folder
    )


def write_report(report: Report) -> None:
    """Writes report.json, report.md and a plot for each breakdown into the run's folder."""
    from polyrec.eval.plots import draw

    if report.folder is None:
        return
    plots = [name for one in report.breakdowns if (name := draw(report.results, one, report.folder))]
    numbers = [
        {"measure": result.measure.name, "system": result.system, "label": result.label, "value": result.value}
        | {"estimate": result.estimate.value, "low": result.estimate.low, "high": result.estimate.high}
        | {"count": result.estimate.count}
        for result in report.results
    ]
    content = {
        "suite": report.suite,
        "question": report.question,
        "asked": report.asked,
        "skipped": report.skipped,
        "provenance": report.provenance,
        "measures": [asdict(one) for one in dict.fromkeys(result.measure for result in report.results)],
        "results": numbers,
    }
    (report.folder / JSON_FILE).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (report.folder / MARKDOWN_FILE).write_text("\n".join(_markdown(report, plots)) + "\n", "utf-8")


def show(found: Estimate, measure: Measure) -> str:
    """A number as people read it: 0.62 [0.58, 0.66]."""
    decimals = DECIMALS[measure.unit]
    value = f"{found.value:.{decimals}f}"
    if found.low is None or found.high is None:
        return value
    return f"{value} [{found.low:.{decimals}f}, {found.high:.{decimals}f}]"


def _results(records: Sequence[Record], measure: Measure, system: str, label: str, seed: int) -> Iterator[Result]:
    own = [record for record in records if record.system == system and measure.score in record.scores]
    values = sorted({record.labels[label] for record in own if label in record.labels}) if label else [""]
    for value in values:
        pairs = [
            (record.group, record.scores[measure.score])
            for record in own
            if not label or record.labels.get(label) == value
        ]
        if found := estimate(pairs, measure, seed):
            yield Result(measure, system, found, label, value)


def _overall_table(suite: Suite[Any], results: Sequence[Result], systems: Sequence[str]) -> Table:
    measures = list(dict.fromkeys(result.measure for result in results))
    cells = {(result.system, result.measure): result.estimate for result in results}
    rows = []
    for system in systems:
        found = [cells.get((system, measure)) for measure in measures]
        count = max((one.count for one in found if one), default=0)
        shown = (show(one, measure) if one else "–" for one, measure in zip(found, measures, strict=True))
        rows.append([system, *shown, str(count)])
    note = "Mean or percentile with its 95% bootstrap interval; – where a measure does not apply."
    if suite.published:
        for name, figures in suite.published.rows.items():
            shown = (f"{figures[one.name]:.3f}" if one.name in figures else "–" for one in measures)
            rows.append([f"{name} (published)", *shown, "–"])
        note += f" Published: {suite.published.note}"
    return Table(suite.question, ["system", *(measure.name for measure in measures), "n"], rows, note)


def _parity_table(
    suite: Suite[Any], broken_down: Sequence[Sequence[Result]], systems: Sequence[str]
) -> Iterator[Table]:
    """English against the others, where the suite's first measure was broken down by language."""
    main = suite.measures[0]
    parts = zip(suite.breakdowns, broken_down, strict=True)
    results = next((part for one, part in parts if one.label == LANGUAGE and one.measure == main.name), ())
    rows = []
    for system in systems:
        values = {result.value: result.estimate.value for result in results if result.system == system}
        english = values.pop(ENGLISH, None)
        if english is None or not values:
            continue
        mean = sum(values.values()) / len(values)
        worst = (min if main.better == "higher" else max)(values, key=lambda tag: values[tag])
        parity = f"{mean / english:.2f}" if english else "–"
        rows.append([system, f"{english:.2f}", f"{mean:.2f}", f"{values[worst]:.2f} ({worst})", parity])
    if rows:
        columns = ["system", "English", f"mean of {len(values)} others", "worst", "parity"]
        yield Table(f"{main.name}: parity", columns, rows, "Parity is the mean over the other languages ÷ English.")


def _breakdown_table(one: Breakdown, results: Sequence[Result], systems: Sequence[str]) -> Table:
    cells = {(result.value, result.system): result for result in results}
    values = sorted({result.value for result in results})
    rows = [
        [
            value,
            *(show(cell.estimate, cell.measure) if (cell := cells.get((value, system))) else "–" for system in systems),
        ]
        for value in values
    ]
    return Table(one.title, [one.label, *systems], rows)


def _markdown(report: Report, plots: Sequence[str]) -> Iterator[str]:
    yield f"## {report.suite}"
    yield ""
    yield f"{report.question} {report.asked}."
    for reason in report.skipped:
        yield ""
        yield f"Skipped: {reason}."
    for table in report.tables:
        yield ""
        yield from table.markdown()
    for plot in plots:
        yield ""
        yield f"![{plot.removesuffix('.svg').replace('-', ' ')}]({plot})"
    yield ""
    yield "```json"
    yield json.dumps(report.provenance, indent=1)
    yield "```"
