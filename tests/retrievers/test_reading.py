import io
import json
from pathlib import Path

import polars
import pytest

from polyrec.retrievers import CatalogError
from polyrec.retrievers.reading import Reject, Row, read_rows


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimited_files_with_any_usual_delimiter(tmp_path: Path, delimiter: str) -> None:
    lines = [delimiter.join(cells) for cells in (["title", "year"], ["東京物語", "1953"], ['"a\nb"', "2000"])]
    rows = list(read_rows(write(tmp_path / "a.csv", "\n".join(lines).encode())))
    assert rows == [Row(2, {"title": "東京物語", "year": "1953"}), Row(3, {"title": "a\nb", "year": "2000"})]


def test_a_row_behind_a_cell_of_several_lines_has_its_own_line_number(tmp_path: Path) -> None:
    rows = list(read_rows(write(tmp_path / "a.csv", b'title,plot\nA,"one\ntwo\nthree"\nB,x,too many\n')))
    assert [row.line for row in rows] == [2, 5]
    assert isinstance(rows[1], Reject)
    assert rows[1].raw == "B,x,too many"


def test_broken_encoding_is_set_aside_and_the_rest_read(tmp_path: Path) -> None:
    rows = list(read_rows(write(tmp_path / "a.csv", b"title\nGood\nBad \xff\xfe\nFine\n")))
    assert [type(row) for row in rows] == [Row, Reject, Row]
    assert rows[1].line == 3


def test_utf_16_and_byte_order_marks(tmp_path: Path) -> None:
    assert list(read_rows(write(tmp_path / "a.csv", "title\nÉtÉ\n".encode("utf-16")))) == [Row(2, {"title": "ÉtÉ"})]
    assert list(read_rows(write(tmp_path / "b.jsonl", '\ufeff{"title": "é"}'.encode()))) == [Row(1, {"title": "é"})]


def test_bad_lines_of_jsonl_keep_their_text(tmp_path: Path) -> None:
    rows = list(read_rows(write(tmp_path / "a.jsonl", b'{"title": "A"}\n\n{"title": \n[1]\n\xff\n{"title": "B"}')))
    assert [row.line for row in rows] == [1, 3, 4, 5, 6]
    assert [row.raw for row in rows if isinstance(row, Reject)] == ['{"title": ', "[1]", "\\xff"]


def test_parquet(tmp_path: Path) -> None:
    polars.DataFrame({"title": ["A", "B"], "tags": [["x"], ["y", "z"]]}).write_parquet(tmp_path / "a.parquet")
    assert [row.cells["tags"] for row in read_rows(tmp_path / "a.parquet") if isinstance(row, Row)] == [
        ["x"],
        ["y", "z"],
    ]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps({"title": "A"}).encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    assert list(read_rows(Path("-"))) == [Row(1, {"title": "A"})]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("missing.csv", None, "no file"),
        ("a.xlsx", b"x", "none of"),
        ("empty.csv", b" \n", "is empty"),
        ("binary.csv", b"PK\x03\x04\x00\x00", "not a text file"),
        ("broken.parquet", b"PAR1 and no more", "Parquet"),
        ("headless.csv", b",,\na,b,c\n", "no header"),
    ],
)
def test_files_that_no_reader_can_use(tmp_path: Path, name: str, content: bytes | None, problem: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CatalogError, match=problem) as caught:
        list(read_rows(path))
    assert caught.value.remedy


def test_a_folder_is_no_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="is a folder"):
        list(read_rows(tmp_path))
