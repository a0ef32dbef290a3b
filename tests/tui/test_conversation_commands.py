"""polyrec ask --session, sessions and profile, as a person types them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from polyrec.agent import PolyrecError
from polyrec.retrievers import Shelf
from polyrec.tui.main import app

runner = CliRunner()


@pytest.fixture(autouse=True)
def own_folder(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shared catalogue, and a memory of one's own."""
    (tmp_path / "catalogs").symlink_to(shelf.folder)
    monkeypatch.setenv("POLYREC_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("POLYREC_MODEL", "none")
    monkeypatch.setattr("polyrec.agent.opening.SAMPLES", ())


def run(*words: str) -> str:
    result = runner.invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_ask_goes_on_with_a_conversation() -> None:
    run("ask", "a comedy from the nineties", "--session", "friday", "--lang", "en")
    told = json.loads(run("ask", "something French", "--session", "friday", "--lang", "en", "--json"))
    assert {wish.get("value") for wish in told["request"]["wishes"]} >= {"comedy", "FR"}
    assert told["move"] == "recommend"
    assert "friday" in run("sessions")
    assert "something French" in run("sessions", "show", "friday")
    run("sessions", "forget", "friday")
    assert "friday" not in run("sessions")


def test_a_private_question_leaves_nothing() -> None:
    run("ask", "a comedy", "--session", "secret", "--private")
    assert run("sessions") == ""


def test_a_profile_comes_goes_and_is_seen(tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("item,kind\nstalker-1979,like\nno-such,like\n", "utf-8")
    assert "2 events" in run("profile", "import", "anna", str(events))
    assert "Stalker" in run("profile", "show", "anna", "--lang", "en")
    assert '"region":"AT"' in run("profile", "set", "anna", "--region", "at", "--budget", "40")
    exported = json.loads(run("profile", "export", "anna"))
    assert len(exported["events"]) == 2
    assert run("profile", "list") == "anna\n"
    assert "Forgot 1 events" in run("profile", "forget", "anna", "--item", "no-such")
    assert "Forgot 1 events" in run("profile", "forget", "anna", "--yes")
    assert run("profile", "list") == ""


def test_what_cannot_be_is_told() -> None:
    with pytest.raises(PolyrecError, match="no conversation"):
        run("sessions", "show", "nothing")
    with pytest.raises(PolyrecError, match="region"):
        run("profile", "set", "anna", "--region", "Austria")
