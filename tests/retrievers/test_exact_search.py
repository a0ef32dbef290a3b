"""The matrix, the columns, and the dial of diversity."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from polyrec.agent.understanding import Understanding
from polyrec.retrievers import Catalog, FacetWish, FieldSpec, Kind, RangeWish, Request, Schema, Shelf, Span, retrieve
from polyrec.retrievers import catalog as catalogs
from polyrec.retrievers.diversity import diversify
from polyrec.retrievers.embedders import Vectors

HERE = Span(0, 0, "")


class Invented:
    """Vectors by chance, the same for the same text."""

    name = "invented"
    dimension = 16

    def query(self, texts: Sequence[str]) -> Vectors:
        rows = [np.random.default_rng(abs(hash(text)) % 2**32).standard_normal(16) for text in texts]
        vectors: Vectors = np.array(rows, np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    passage = query


def test_search_is_exact_under_any_filter(films: Catalog) -> None:
    matrix, question = films.matrix, films.matrix.get([1])[0]
    cosines = dict(zip(matrix.rows.tolist(), (np.array(matrix.vectors) @ question).tolist(), strict=True))
    for wishes in ([], [FacetWish("genres", "drama", HERE, "words")], [RangeWish("year", None, 1930, HERE, "numbers")]):
        allowed = films.matching(wishes)
        wanted = sorted((row for row in cosines if allowed[row]), key=lambda row: (-cosines[row], row))[:7]
        assert [row for row, _ in films.nearest(question, 7, allowed)] == wanted


def test_very_large_catalogues_ask_the_index(films: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    question = films.matrix.get([1])[0]
    exact = films.nearest(question, 5)
    monkeypatch.setattr(catalogs, "EXACT", 10)
    assert [row for row, _ in films.nearest(question, 5)] == [row for row, _ in exact]
    dramas = films.matching([FacetWish("genres", "drama", HERE, "words")])
    assert all(dramas[row] for row, _ in films.nearest(question, 5, dramas))


def test_alternatives_meet_with_either(films: Catalog) -> None:
    either = films.matching([FacetWish("genres", "comedy", HERE, "words", alternatives=("western",))])
    each = [films.matching([FacetWish("genres", genre, HERE, "words")]) for genre in ("comedy", "western")]
    assert (either == (each[0] | each[1])).all()


def test_the_dial_of_diversity() -> None:
    vectors = np.array([[1, 0], [0.99, 0.1], [0.98, 0.15], [0, 1]], np.float32)
    assert diversify([4, 3, 2, 1], vectors, 0.0) == [0, 1, 2, 3]
    assert diversify([4, 3, 2, 1], vectors, 0.7)[:2] == [0, 3]


def test_a_matrix_that_is_gone_is_made_anew(films: Catalog, tmp_path: Path) -> None:
    for file in films.folder.glob("matrix-*.npy"):
        file.rename(tmp_path / file.name)
    again = Catalog(films.folder)
    assert len(again.matrix) == len(films)
    again.close()


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """2,000 rows: a facet with 200,000 values, and a field that is a number in half of the rows."""
    folder = tmp_path_factory.mktemp("odd")
    with (folder / "odd.jsonl").open("w", encoding="utf-8") as file:
        for row in range(2_000):
            people = [f"Person {row * 100 + number}" for number in range(100)]
            record = {"id": row, "title": f"Thing {row}", "people": people, "size": row if row % 2 else "large"}
            file.write(json.dumps(record) + "\n")
    kinds = {"id": Kind.ID, "title": Kind.TITLE, "people": Kind.PERSON, "size": Kind.TEXT}
    schema = Schema(fields={name: FieldSpec(kind=kind) for name, kind in kinds.items()})
    shelf = Shelf(folder / "shelf")
    shelf.index(folder / "odd.jsonl", Invented, schema=schema)
    return shelf.open("odd")


def test_a_facet_with_very_many_values(odd: Catalog) -> None:
    understanding = Understanding(odd, Invented())
    request = understanding.understand("something by Person 123456", None, "en")
    hits = retrieve(
        Request(request.text, "en", (FacetWish("people", "Person 123456", HERE, "names"),)), odd, Invented()
    ).hits
    assert [hit.item.id for hit in hits] == ["1234"]
