import json
import multiprocessing
import os
import signal
import sqlite3
import time
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from polyrec.retrievers import CatalogError, EmbedderError, Schema, Shelf, check_embedder
from polyrec.retrievers.embedders import Vectors


class Counting:
    """An embedder of no meaning that counts its work and can be slow."""

    def __init__(self, name: str = "counting", pause: float = 0.0) -> None:
        self.name, self.dimension, self.pause = name, 4, pause
        self.passages: list[str] = []

    def query(self, texts: object) -> Vectors:
        return self.vectors(list(texts))  # type: ignore[call-overload]

    def passage(self, texts: object) -> Vectors:
        time.sleep(self.pause)
        self.passages += list(texts)  # type: ignore[call-overload]
        return self.vectors(list(texts))  # type: ignore[call-overload]

    def vectors(self, texts: list[str]) -> Vectors:
        seeds = np.array([[len(text), text.count("a"), text.count("e"), 1] for text in texts], dtype=np.float32)
        seeds /= np.linalg.norm(seeds, axis=1, keepdims=True)
        return seeds


def write(path: Path, count: int, **changes: str) -> Path:
    rows = [{"id": str(n), "title": changes.get(f"title{n}", f"Thing {n}"), "kind": "ab"[n % 2]} for n in range(count)]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def test_indexing_again_touches_only_what_changed(tmp_path: Path) -> None:
    shelf, embedder = Shelf(tmp_path / "shelf"), Counting()
    source = write(tmp_path / "things.jsonl", 50)
    first = shelf.index(source, lambda: embedder)
    assert (first.added, first.rejected, len(embedder.passages)) == (50, 0, 50)
    embedder.passages.clear()
    write(source, 49, title7="Another thing")
    second = shelf.index(source, lambda: embedder)
    assert (second.added, second.changed, second.removed, second.unchanged) == (0, 1, 1, 48)
    assert [text.split("\n")[0] for text in embedder.passages] == ["Another thing"]
    catalog = shelf.open("things")
    assert len(catalog) == len(catalog.vectors) == 49
    assert catalog.item("49") is None


def test_a_guessed_schema_follows_the_file_and_a_given_one_stays(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    source = tmp_path / "things.csv"
    source.write_text("id,title,size\n" + "".join(f"{n},Thing {n},{n}\n" for n in range(20)))
    shelf.index(source, Counting)
    source.write_text("id,title,size,colour\n" + "".join(f"{n},Thing {n},{n},red\n" for n in range(20)))
    assert shelf.index(source, Counting).changed == 20
    assert "colour" in shelf.open("things").schema.fields
    given = Schema.model_validate({"fields": {"id": {"kind": "id"}, "title": {"kind": "title"}}})
    shelf.index(source, Counting, schema=given)
    assert shelf.index(source, Counting).unchanged == 20
    assert shelf.open("things").schema == given


def _index(source: Path, folder: Path) -> None:
    Shelf(folder).index(source, lambda: Counting(pause=0.05))


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    source, folder = write(tmp_path / "things.jsonl", 640), tmp_path / "shelf"
    process = multiprocessing.get_context("spawn").Process(target=_index, args=(source, folder))
    process.start()
    database = folder / "things" / "catalog.db"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        time.sleep(0.01)
        if database.exists():
            with sqlite3.connect(database) as connection:
                try:
                    done = connection.execute("SELECT count(*) FROM items WHERE embedded").fetchone()[0]
                except sqlite3.OperationalError:
                    done = 0
            connection.close()
            if done >= 64:
                break
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with pytest.raises(CatalogError, match="not fully indexed"):
        Shelf(folder).open("things")
    embedder = Counting()
    Shelf(folder).index(source, lambda: embedder)
    assert 0 < len(embedder.passages) <= 640 - 64
    catalog = Shelf(folder).open("things")
    assert len(catalog) == len(catalog.vectors) == 640


def test_rejects_are_set_aside_with_their_lines(tmp_path: Path) -> None:
    lines = [
        '{"id": "1", "title": "A"}',
        '{"id": "2"}',
        '{"id": "1", "title": "B"}',
        "nonsense",
        '{"id": "3", "title": "C"}',
    ]
    source = tmp_path / "x.jsonl"
    source.write_text("\n".join(lines))
    report = Shelf(tmp_path / "shelf").index(source, Counting)
    assert (report.added, report.rejected) == (2, 3)
    assert report.rejects is not None
    rejects = [json.loads(line) for line in report.rejects.read_text("utf-8").splitlines()]
    assert [reject["line"] for reject in rejects] == [2, 3, 4]
    assert "stands in line 1" in rejects[1]["reason"]
    assert rejects[2]["record"] == "nonsense"


def test_a_file_without_one_good_record_changes_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    source = write(tmp_path / "things.jsonl", 5)
    shelf.index(source, Counting)
    source.write_text('{"id": "1"}\n')
    with pytest.raises(CatalogError, match=r"No field|No record"):
        shelf.index(source, Counting)
    assert len(shelf.open("things")) == 5
    with pytest.raises(CatalogError):
        shelf.index(source, Counting, name="new")
    assert shelf.names() == ["things"]


def test_two_processes_do_not_index_one_catalogue(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    source = write(tmp_path / "things.jsonl", 5)
    shelf.index(source, Counting)
    with FileLock(shelf.folder / ".things.lock"), pytest.raises(CatalogError, match="Another process"):
        shelf.index(source, Counting)
    with FileLock(shelf.folder / ".things.lock"), pytest.raises(CatalogError, match="Another process"):
        shelf.remove("things")
    assert len(shelf.open("things")) == 5


def test_another_embedder_is_refused_until_a_rebuild(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    source = write(tmp_path / "things.jsonl", 5)
    shelf.index(source, Counting)
    with pytest.raises(EmbedderError, match="indexed with counting") as caught:
        shelf.index(write(source, 6), lambda: Counting("other"))
    assert "--rebuild" in caught.value.remedy
    shelf.index(source, lambda: Counting("other"), rebuild=True)
    catalog = shelf.open("things")
    check_embedder(catalog, Counting("other"))
    with pytest.raises(EmbedderError):
        check_embedder(catalog, Counting())


@pytest.mark.parametrize("name", ["../x", "", "a/b", "x" * 80, "a b"])
def test_names_that_cannot_name_a_catalogue(tmp_path: Path, name: str) -> None:
    with pytest.raises(CatalogError, match="cannot name"):
        Shelf(tmp_path).open(name)


def test_a_data_folder_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(CatalogError, match="cannot be written") as caught:
        Shelf(blocked / "shelf").index(write(tmp_path / "things.jsonl", 3), Counting)
    assert "POLYREC_DATA_DIR" in caught.value.remedy


def test_catalogues_can_be_removed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.index(write(tmp_path / "things.jsonl", 3), Counting)
    shelf.remove("things")
    assert shelf.names() == []
    with pytest.raises(CatalogError, match="no catalogue"):
        shelf.remove("things")


def test_a_sample_of_an_older_version_is_made_anew(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    (shelf.folder / "shop").mkdir(parents=True)
    old = sqlite3.connect(shelf.folder / "shop" / "catalog.db")
    old.execute("PRAGMA user_version = 1")
    old.close()
    shelf.ensure_sample("shop", Counting)
    assert len(shelf.open("shop")) == 170
