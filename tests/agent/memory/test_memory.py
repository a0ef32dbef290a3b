"""The file of conversations and profiles: resumed, killed, full, shared, from another version."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from polyrec.agent import Config, MemoryFileError, Recommender
from polyrec.agent.memory import Conversations, Database, People, database, export_profile, read_behaviour
from polyrec.agent.profile import Behaviour, Facts
from polyrec.retrievers import Embedder


@pytest.fixture
def own(config: Config, embedder: Embedder, tmp_path: Path) -> Recommender:
    """A recommender with the shared catalogue and a memory of its own."""
    (tmp_path / "catalogs").symlink_to(config.data_dir / "catalogs")
    return Recommender.open("films", embedder=embedder, config=config.model_copy(update={"data_dir": tmp_path}))


def test_a_conversation_goes_on_where_it_ended(own: Recommender) -> None:
    before = own.session("en", name="talk")
    shown = before.reply("a comedy").items
    after = own.session("en", name="talk")
    assert after.state == before.state
    assert after.turns == 1
    reply = after.reply("who directed the first one?")
    assert reply.about == (shown[0].item,)
    assert [turn.message for turn in after.past()] == ["a comedy", "who directed the first one?"]
    again = own.session("en", name="talk")
    again.reply("undo")
    assert again.wishes == ()


def test_a_name_belongs_to_one_catalogue_and_person(own: Recommender) -> None:
    own.session("en", name="talk", person="anna")
    with pytest.raises(MemoryFileError, match="anna"):
        own.session("en", name="talk", person="ben")


def test_people_are_never_mixed_and_private_knows_nobody(own: Recommender) -> None:
    own.session("en", person="anna").feedback("like", "stalker-1979", reason="the silence")
    assert own.session("en", person="anna").profile.worths("films", time.time()).keys() == {"stalker-1979"}
    for session in (own.session("en", person="ben"), own.session("en", person="anna", private=True), own.session("en")):
        assert not session.profile.events
    private = own.session("en", name="secret", person="anna", private=True)
    private.feedback("like", "amelie-2001")
    private.reply("a comedy")
    assert len(own.people.profile("anna").events) == 1
    assert not own.conversations.turns("secret")


KILLED = """
import sys, time
from polyrec.agent import Config, Found, Recommender
bot = Recommender.open("films", config=Config(data_dir=sys.argv[1], model="none"))
session = bot.session("en", name="talk", person="anna")
session.reply("a comedy")
session.feedback("like", "stalker-1979")
for event in session.stream("no romance"):
    if isinstance(event, Found):
        print("here", flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
def test_kill_9_loses_nothing_but_the_unfinished_sentence(own: Recommender) -> None:
    folder = str(own.config.data_dir)
    process = subprocess.Popen([sys.executable, "-c", KILLED, folder], stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "here\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    session = own.session("en", name="talk", person="anna")
    finished, liked, cut = session.past()
    assert (finished.message, cut.message) == ("a comedy", "no romance")
    assert finished.reply and liked.reply == "" and cut.reply is None
    assert [event.item for event in session.profile.events] == ["stalker-1979"]
    session.reply("no romance")
    assert len(session.wishes) == 2
    assert session.past()[-1].reply


def test_two_processes_on_one_profile_see_each_other(tmp_path: Path) -> None:
    one, other = (People(Database(tmp_path / "memory.db")) for _ in range(2))
    one.profile("anna").report(Behaviour("like", "films", "a"))
    assert [event.item for event in other.profile("anna").events] == ["a"]
    other.profile("anna").report(Behaviour("dislike", "films", "b"))
    assert [event.item for event in one.profile("anna").events] == ["a", "b"]
    other.profile("anna").forget("a")
    assert [event.item for event in one.profile("anna").events] == ["b"]


def test_a_running_conversation_sees_what_another_process_forgets(own: Recommender) -> None:
    session = own.session("en", person="anna")
    session.feedback("like", "stalker-1979")
    other = People(Database(own.config.data_dir / "memory.db"))
    other.profile("anna").forget()
    session.reply("a comedy")
    assert not session.profile.events


def test_what_is_forgotten_is_gone_from_the_disk(tmp_path: Path) -> None:
    profile = People(Database(tmp_path / "memory.db")).profile("anna")
    profile.report(Behaviour("search", "films", text="xylophone-secret"))
    assert profile.forget() == 1
    assert all(b"xylophone-secret" not in path.read_bytes() for path in tmp_path.iterdir())


def test_nothing_counts_twice(tmp_path: Path) -> None:
    profile = People(Database(tmp_path / "memory.db")).profile("anna")
    event = Behaviour("view", "films", "a", at=1.0)
    profile.report(event, event)
    profile.report(event)
    assert list(profile.events) == [event]


def test_a_newer_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(MemoryFileError, match="newer") as raised:
        People(Database(path)).profile("anna")
    assert "Update polyrec" in raised.value.remedy
    assert path.read_bytes() == before


def test_an_older_file_is_backed_up_and_brought_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "memory.db"
    People(Database(path)).profile("anna").declare(Facts(region="AT"))
    monkeypatch.setattr(database, "VERSION", 2)
    monkeypatch.setitem(database.UPGRADES, 1, "ALTER TABLE people ADD COLUMN note TEXT; CREATE TABLE extra (x)")
    connection = Database(path).connection
    assert connection.execute("SELECT facts, note FROM people").fetchone()[1] is None
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    with sqlite3.connect(tmp_path / "memory.db.v1") as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (1,)
        assert "AT" in copy.execute("SELECT facts FROM people").fetchone()[0]


def test_a_full_disk_is_told_and_loses_nothing(own: Recommender, monkeypatch: pytest.MonkeyPatch) -> None:
    session = own.session("en", name="talk")
    session.reply("a comedy")
    connection = own.conversations._database.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(MemoryFileError, match="full") as raised:
        for _ in range(50):
            session.reply("no romance, but something about a very long journey by sea and what became of it all")
    assert "space" in raised.value.remedy
    connection.execute("PRAGMA max_page_count = 1000000")
    again = own.session("en", name="talk")
    assert again.past()[0].reply
    assert again.reply("others").text


def test_a_thousand_turns_open_at_once(tmp_path: Path, own: Recommender) -> None:
    session = own.session("en", name="long")
    session.reply("a comedy")
    last = own.conversations.last("long")
    assert last
    for number in range(2, 1001):
        own.conversations.save("long", type(last)(number, number - 1, "others", "en", "…", last.state))
    again = own.session("en", name="long")
    assert again.turns == 1000
    assert again.state == last.state


def test_names_of_conversations(own: Recommender) -> None:
    for name in ("one", "two"):
        own.session("en", name=name, person="anna").reply("a comedy")
    assert {(name, catalog, person, turns) for name, catalog, person, turns in own.conversations.names()} == {
        ("one", "films", "anna", 1),
        ("two", "films", "anna", 1),
    }
    own.conversations.forget("one")
    assert [name for name, *_ in own.conversations.names()] == ["two"]
    assert isinstance(own.conversations, Conversations)


def test_events_are_read_from_csv_and_jsonl(tmp_path: Path) -> None:
    csv = tmp_path / "events.csv"
    csv.write_text("movieId,rating,timestamp\na,5,1700000000\nb,1,4102444800000\n,3,1\n", "utf-8")
    read = read_behaviour(csv, "films")
    assert [(event.kind, event.item, event.worth) for event in read.events] == [
        ("rating", "a", 1.0),
        ("rating", "b", -1.0),
    ]
    assert read.future == 1
    assert read.rejected == 1
    assert "line" in read.reason
    lines = tmp_path / "events.jsonl"
    lines.write_text(
        '{"item": "a", "event": "viewed", "time": "2026-01-02T03:04:05Z"}\n{"kind": "search", "query": "x"}\n'
    )
    assert [event.kind for event in read_behaviour(lines, "films").events] == ["view", "search"]


@pytest.mark.parametrize("text", ["item,kind\na,juggled\n", "x,y\n1,2\n"])
def test_a_file_without_events_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "events.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(MemoryFileError, match="no events"):
        read_behaviour(path, "films")


def test_a_profile_is_exported_and_comes_back(tmp_path: Path) -> None:
    people = People(Database(tmp_path / "memory.db"))
    anna = people.profile("anna")
    anna.report(Behaviour("like", "films", "a", text="slow"), Behaviour("rating", "films", "b", value=2.0))
    anna.declare(Facts(languages=("de", "en"), budget=50))
    path = tmp_path / "anna.json"
    path.write_text(export_profile(anna), "utf-8")
    read = read_behaviour(path, "films")
    assert list(read.events) == list(anna.events)
    assert read.facts == anna.facts
    whole = json.loads(path.read_text("utf-8")) | {"version": 99}
    path.write_text(json.dumps(whole), "utf-8")
    with pytest.raises(MemoryFileError, match="newer"):
        read_behaviour(path, "films")
