"""Runs on disk: they resume, know themselves again, and are compared."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from polyrec.agent import Config
from polyrec.eval.cases import Case, Dataset
from polyrec.eval.compare import compare
from polyrec.eval.errors import EvaluationError
from polyrec.eval.lineup import System
from polyrec.eval.records import FILE, read_records
from polyrec.eval.report import Report
from polyrec.eval.run import Options, run_suite
from polyrec.eval.scores import Measure, Score
from polyrec.eval.suites.base import Breakdown, Observation, Suite
from polyrec.retrievers import silent


class Coins(Suite[int]):
    """Forty cases, of which a share comes out well."""

    name = "coins"
    question = "Heads?"
    measures = (Measure("heads", "share of heads"),)
    breakdowns = (Breakdown("language", "heads"),)
    systems = ("polyrec-none",)

    def __init__(self, share: float = 0.5, stop_after: int | None = None) -> None:
        self.share = share
        self.asked: list[str] = []
        self.stop_after = stop_after

    def cases(self, data: Path) -> Dataset[int]:
        cases = [Case(f"c{n}", f"g{n}", "films", ("en", "de")[n % 2], n) for n in range(40)]
        return Dataset(cases, ("more: there is no more",))

    def run(self, case: Case[int], system: System) -> Sequence[Observation]:
        if len(self.asked) == self.stop_after:
            raise KeyboardInterrupt
        self.asked.append(case.id)
        return [Observation({"heads": Score(case.content < 40 * self.share)}, seen={"n": case.content})]


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Options]:
    monkeypatch.chdir(tmp_path)
    yield Options(model="none", data=tmp_path)


def go(suite: Suite[Any], options: Options, config: Config) -> Report:
    return run_suite(suite, options, config, silent, lambda *_: None)


def test_a_report_holds_numbers_with_intervals_and_where_they_come_from(options: Options, config: Config) -> None:
    report = go(Coins(), options, config)
    assert report.folder is not None
    written = json.loads((report.folder / "report.json").read_text("utf-8"))
    overall = written["results"][0]
    assert (overall["measure"], overall["estimate"], overall["count"]) == ("heads", 0.5, 40)
    assert overall["low"] < 0.5 < overall["high"]
    assert written["skipped"] == ["more: there is no more"]
    assert {"versions", "machine", "source", "prompts", "model_sha256"} <= set(written["provenance"])
    text = (report.folder / "report.md").read_text("utf-8")
    assert "| polyrec-none | 0.50 [" in text
    assert "Skipped: more: there is no more." in text
    assert (report.folder / "heads-by-language.svg").read_text("utf-8").startswith("<?xml")
    assert str(config.data_dir) not in text


def test_an_interrupted_run_goes_on_where_it_stopped(options: Options, config: Config) -> None:
    first, second = Coins(stop_after=15), Coins()
    with pytest.raises(KeyboardInterrupt):
        go(first, options, config)
    records = next(Path("eval-reports").glob(f"*/{FILE}"))
    records.write_text(records.read_text("utf-8") + '{"system": "polyrec-none", "ca', "utf-8")
    report = go(second, options, config)
    assert len(first.asked) == 15
    assert set(second.asked) == {f"c{n}" for n in range(40)} - set(first.asked)
    assert report.folder is not None
    assert len(read_records(report.folder)) == 40


def test_a_finished_run_is_only_shown_again(options: Options, config: Config) -> None:
    once = go(Coins(), options, config)
    suite = Coins()
    again = go(suite, options, config)
    assert suite.asked == []
    assert [(one.system, one.estimate) for one in again.results] == [(one.system, one.estimate) for one in once.results]
    fresh = Coins()
    go(fresh, replace(options, fresh=True), config)
    assert len(fresh.asked) == 40


def test_other_settings_go_elsewhere(options: Options, config: Config, tmp_path: Path) -> None:
    one = go(Coins(), options, config)
    other = go(Coins(), replace(options, seed=1), config)
    assert one.folder != other.folder
    go(Coins(), replace(options, out=tmp_path / "own"), config)
    with pytest.raises(EvaluationError, match="other settings") as caught:
        go(Coins(), replace(options, out=tmp_path / "own", seed=1), config)
    assert "--out" in caught.value.remedy


def test_a_limit_and_languages(options: Options, config: Config) -> None:
    suite = Coins()
    report = go(suite, replace(options, limit=6, languages=("de",)), config)
    assert len(suite.asked) == 6
    assert all(int(case[1:]) % 2 for case in suite.asked)
    assert report.asked.startswith("6 of 40 cases")


def test_without_data_there_is_no_score(options: Options, config: Config) -> None:
    from polyrec.eval.suites.redial import Redial

    report = go(Redial(), options, config)
    assert report.results == ()
    assert "there is no redial_valid.jsonl" in report.skipped[0]


def test_a_system_that_cannot_take_part(options: Options, config: Config) -> None:
    with pytest.raises(EvaluationError, match="textbook") as caught:
        go(Coins(), replace(options, systems=("textbook",)), config)
    assert "polyrec-none" in caught.value.remedy


def test_a_real_difference_is_called_so(options: Options, config: Config, tmp_path: Path) -> None:
    folders = {share: tmp_path / str(share) for share in (0.2, 0.8, 0.225)}
    for share, folder in folders.items():
        go(Coins(share), replace(options, out=folder), config)
    verdicts = {share: compare(folders[0.2], folder, {}, 0)[0].rows[0][-1] for share, folder in folders.items()}
    assert verdicts == {0.2: "not shown", 0.8: "better", 0.225: "not shown"}
    assert compare(folders[0.8], folders[0.2], {}, 0)[0].rows[0][-1] == "worse"
    by_language = compare(folders[0.2], folders[0.8], {}, 0)[1]
    assert [row[0] for row in by_language.rows] == ["de", "en"]


def test_what_cannot_be_compared(options: Options, config: Config, tmp_path: Path) -> None:
    report = go(Coins(), options, config)
    assert report.folder is not None
    with pytest.raises(EvaluationError, match="no report"):
        compare(report.folder, tmp_path / "nowhere", {}, 0)
    with pytest.raises(EvaluationError, match="in common"):
        compare(report.folder, report.folder, {"polyrec-none": "polyrec"}, 0)
