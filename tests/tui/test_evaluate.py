"""polyrec eval from the shell."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from polyrec.eval.suites import SUITES
from polyrec.retrievers import Shelf
from polyrec.tui.commands.evaluate import SUITES as COMMANDS


def polyrec(folder: Path, shelf: Shelf, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "POLYREC_DATA_DIR": str(shelf.folder.parent)}
    command = [sys.executable, "-m", "polyrec.tui.main", "eval", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder, check=False)


def test_there_is_a_command_for_every_suite() -> None:
    assert list(COMMANDS) == list(SUITES)


def test_a_suite_prints_its_table_and_writes_a_report(tmp_path: Path, shelf: Shelf) -> None:
    arguments = ("understanding", "--model", "none", "--languages", "en,ja", "--limit", "8", "--out", "run")
    result = polyrec(tmp_path, shelf, *arguments)
    assert result.returncode == 0, result.stderr
    assert "| polyrec-none |" in result.stdout
    assert "8 of " in result.stdout
    report = json.loads((tmp_path / "run" / "report.json").read_text("utf-8"))
    assert {one["value"] for one in report["results"] if one["label"] == "language"} == {"en", "ja"}
    again = polyrec(tmp_path, shelf, "compare", "run", "run")
    assert again.returncode == 0, again.stderr
    assert "not shown" in again.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("redial", "--model", "none", "--data", "."), "skipped: redial: there is no redial_valid.jsonl"),
        (("wishes", "--model", "none", "--languages", "tlh"), "polyrec: No case is in tlh."),
        (("wishes", "--model", "none", "--systems", "nobody"), "polyrec: The system 'nobody' cannot take part"),
        (("wishes", "--model", "none", "--judge", "x"), "polyrec: The suite wishes has no judge."),
        (("compare", "a", "b"), "polyrec: There is no report in a."),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, shelf: Shelf, arguments: tuple[str, ...], said: str) -> None:
    result = polyrec(tmp_path, shelf, *arguments)
    assert said in result.stdout + result.stderr
    assert "Traceback" not in result.stderr
