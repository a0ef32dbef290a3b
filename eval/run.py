"""One run of a suite: every case of every system, in turns, each written down as soon as it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polyrec.agent import Config
from polyrec.agent.llm import NONE as NO_MODEL
from polyrec.eval.cases import choose
from polyrec.eval.errors import EvaluationError
from polyrec.eval.folder import prepare_folder
from polyrec.eval.lineup import LEARNED, NONE, SYSTEMS, VECTORS, Lineup
from polyrec.eval.provenance import describe, file_checksum
from polyrec.eval.records import Log
from polyrec.eval.report import Report, make_report, write_report
from polyrec.eval.suites.base import Observation, Suite
from polyrec.retrievers import Progress

MODEL_FREE = (NONE, VECTORS, LEARNED)
Watching = Callable[[int, int, str], None]
"""Called with how many answers there are, how many there will be, and how it stands so far."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is measured. `limit` None takes the suite's own; `systems` and `languages` None take all.

    `data` is the folder of what does not come with polyrec; `out` where the run is written, None for a folder of its
    own below eval-reports.
    """

    model: str
    data: Path
    languages: tuple[str, ...] | None = None
    systems: tuple[str, ...] | None = None
    limit: int | None = None
    seed: int = 0
    out: Path | None = None
    fresh: bool = False
    extras: tuple[tuple[str, str], ...] = ()
    """What else the suite was given, by name: it decides whether two runs are the same."""


def run_suite(suite: Suite[Any], options: Options, config: Config, indexing: Progress, watching: Watching) -> Report:
    """Runs a suite, or goes on with it, and writes its report. Raises EvaluationError for impossible options."""
    systems = _systems(suite, options)
    dataset = suite.cases(options.data)
    provenance = describe(options.model, config)
    if not dataset.cases:
        return Report(suite.name, suite.question, provenance, dataset.skipped)
    needs_model = any(system not in MODEL_FREE for system in systems)
    limit = options.limit if options.limit is not None else (suite.limit if needs_model else None)
    cases = choose(dataset.cases, options.languages, limit, options.seed)
    settings = {
        "suite": suite.name,
        "model": options.model,
        "model_sha256": provenance["model_sha256"],
        "embedder": config.embedder,
        "deadline": config.deadline,
        "data": {path.name: file_checksum(path) for path in sorted(options.data.glob("*.jsonl"))},
        "source": provenance["source"],
        "languages": options.languages,
        "systems": systems,
        "limit": limit,
        "seed": options.seed,
        **dict(options.extras),
    }
    folder = prepare_folder(settings, options.out, options.fresh)
    log = Log(folder)
    lineup = Lineup(options.model, config, options.data, indexing)
    standing = Standing(suite)
    waiting = [(case, name) for case in cases for name in systems if (name, case.id) not in log.done]
    for catalog, name in dict.fromkeys((case.catalog, name) for case, name in waiting):
        lineup.system(name, catalog)
    for done, (case, name) in enumerate(waiting, start=1):
        observations = suite.run(case, lineup.system(name, case.catalog))
        log.add(name, case, observations)
        standing.add(name, observations)
        watching(done, len(waiting), str(standing))
    asked = f"{len(cases)} of {len(dataset.cases)} cases, seed {options.seed}"
    kept = [record for record in log.records() if record.system in systems]
    report = make_report(suite, kept, provenance, dataset.skipped, asked, options.seed, folder)
    write_report(report)
    return report


class Standing:
    """How the first measure stands so far, system by system, as a mean."""

    def __init__(self, suite: Suite[Any]) -> None:
        self._score = suite.measures[0].score
        self._sums: dict[str, list[float]] = {}

    def add(self, system: str, observations: Sequence[Observation]) -> None:
        """Takes in what a system showed."""
        sums = self._sums.setdefault(system, [0.0, 0.0])
        for score in (one.scores[self._score] for one in observations if self._score in one.scores):
            sums[0] += score.numerator
            sums[1] += score.denominator

    def __str__(self) -> str:
        means = (f"{system} {part / whole:.2f}" for system, (part, whole) in self._sums.items() if whole)
        return f"{self._score}: {', '.join(means)}"


def _systems(suite: Suite[Any], options: Options) -> tuple[str, ...]:
    """The systems that take part; without a model, only those that need none."""
    able = [name for name in suite.systems if options.model != NO_MODEL or name in MODEL_FREE]
    wanted = options.systems or tuple(able)
    for name in wanted:
        if name not in able:
            raise EvaluationError(
                f"The system {name!r} cannot take part in {suite.name} with the model {options.model}.",
                f"Choose among: {', '.join(able)}. These are: "
                + "; ".join(f"{name}, {SYSTEMS[name]}" for name in able),
            )
    return wanted
