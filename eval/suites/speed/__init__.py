"""How long a turn takes, stage by stage, and what it costs in tokens; the systems take turns, case by case."""

from collections.abc import Sequence
from pathlib import Path

from polyrec.agent import Replied
from polyrec.eval.cases import Case, Dataset
from polyrec.eval.lineup import MOVIES, MOVIES_FILE, USUAL, VECTORS, System, first
from polyrec.eval.scores import Measure, Score
from polyrec.eval.suites.base import Breakdown, Observation, Suite
from polyrec.eval.suites.wishes import Wish, wish_cases

SAMPLE = "films"
STAGES = {
    "understood": "understood",
    "found": "first cards",
    "ranked": "ranked",
    "first_word": "first word",
    "replied": "whole turn",
}


class Speed(Suite[Wish]):
    """The suite: the wishes over films.jsonl where it is there, else over the sample; three items a turn."""

    name = "speed"
    question = "How long does a person wait, and what does it cost?"
    measures = (
        Measure("whole turn p50", "seconds until the reply is whole, median", "lower", "s", "p50", "replied"),
        Measure("whole turn p95", "the same, 95th percentile", "lower", "s", "p95", "replied"),
        Measure("first cards p50", "seconds until items can be shown, median", "lower", "s", "p50", "found"),
        Measure("first cards p95", "the same, 95th percentile", "lower", "s", "p95", "found"),
        Measure("first word p50", "seconds until the reply begins, median", "lower", "s", "p50", "first_word"),
        Measure("first word p95", "the same, 95th percentile", "lower", "s", "p95", "first_word"),
        Measure("understood p50", "seconds until the request is typed, median", "lower", "s", "p50", "understood"),
        Measure("ranked p50", "seconds until the items have their order, median", "lower", "s", "p50", "ranked"),
        Measure("until p50", "seconds until a stage is over, median", "lower", "s", "p50", "until", overall=False),
        Measure("tokens read", "tokens of the prompts that the model had to read, a turn", "lower", "tokens"),
        Measure("tokens written", "tokens that the model wrote, a turn", "lower", "tokens"),
    )
    breakdowns = (Breakdown("stage", "until p50"), Breakdown("language", "whole turn p50"))
    systems = tuple(name for name in USUAL if name != VECTORS)
    limit = 20

    def __init__(self) -> None:
        self._warm: set[str] = set()

    def cases(self, data: Path) -> Dataset[Wish]:
        """See Suite.cases."""
        there = (data / MOVIES_FILE).exists()
        catalog = MOVIES if there else SAMPLE
        skipped = () if there else (f"{MOVIES}: there is no {MOVIES_FILE} in {data}; timed over the sample {SAMPLE}",)
        return Dataset([case for case in wish_cases() if case.catalog == catalog], skipped)

    def run(self, case: Case[Wish], system: System) -> Sequence[Observation]:
        """See Suite.run; times are those that the turn reports. A system's first turn warms it up, uncounted."""
        if system.name not in self._warm:
            self._warm.add(system.name)
            first(system.talker.session("en").stream(case.content.message), Replied)
        replied = first(system.talker.session("en").stream(case.content.message), Replied)
        if replied is None:
            return []
        reply = replied.reply
        seconds = {stage: Score(reply.timings[stage]) for stage in STAGES if stage in reply.timings}
        tokens = {"tokens read": Score(reply.usage.read), "tokens written": Score(reply.usage.written)}
        by_stage = [
            Observation({"until": score}, {"stage": f"{place} {STAGES[stage]}"})
            for place, (stage, score) in enumerate(((one, seconds.get(one)) for one in STAGES), start=1)
            if score
        ]
        return [Observation({**seconds, **tokens}, seen={"message": case.content.message}), *by_stage]
