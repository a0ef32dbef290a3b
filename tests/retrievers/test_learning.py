import json
from pathlib import Path

import pytest

from polyrec.retrievers import Catalog, CatalogError, Embedder, Request, Shelf, SimilarWish, Span, learn, retrieve
from polyrec.retrievers.companions import Companions


@pytest.fixture
def own(tmp_path: Path, embedder: Embedder) -> Catalog:
    """Twelve lamps that differ in a number alone."""
    source = tmp_path / "lamps.jsonl"
    rows = [{"id": f"l{n}", "title": f"Lamp {n}", "text": f"A lamp that shines for {n} hours."} for n in range(12)]
    source.write_text("\n".join(map(json.dumps, rows)))
    shelf = Shelf(tmp_path / "catalogs")
    shelf.index(source, lambda: embedder)
    return shelf.open("lamps")


def like(title: str, item: str) -> Request:
    wish = SimilarWish(item, title, Span(10, 10 + len(title), title), "titles")
    return Request(f"something like {title}", "en", (wish,), rest="something")


def test_what_people_chose_together_comes_first(own: Catalog, embedder: Embedder, tmp_path: Path) -> None:
    choices = tmp_path / "choices.csv"
    people = [
        ("a", "l0"),
        ("a", "l9"),
        ("b", "l0"),
        ("b", "l9"),
        ("c", "l0"),
        ("c", "l5"),
        ("d", "nowhere"),
        ("", "l1"),
    ]
    choices.write_text("person,item\n" + "\n".join(f"{person},{item}" for person, item in people))
    before = retrieve(like("Lamp 0", "l0"), own, embedder)
    learned = learn(own, choices)
    assert (learned.people, learned.choices, learned.unknown, learned.rejected) == (3, 6, 1, 1)
    assert learned.examples == ("nowhere",)
    after = retrieve(like("Lamp 0", "l0"), own, embedder)
    assert [hit.item.id for hit in after.hits[:2]] == ["l9", "l5"]
    assert {hit.item.id for hit in after.hits} == {hit.item.id for hit in before.hits}
    assert Catalog(own.folder).companions is not None


def test_lists_of_items_are_people_of_their_own(own: Catalog, tmp_path: Path) -> None:
    baskets = tmp_path / "baskets.jsonl"
    baskets.write_text('{"items": ["l1", "l2"]}\n{"items": ["l2", "l3"]}\n')
    assert learn(own, baskets).people == 2
    companions, rows = own.companions, [own.row(f"l{n}") for n in range(4)]
    assert companions is not None
    assert companions.together(rows[1] or 0, rows[2] or 0) == 1
    assert companions.together(rows[1] or 0, rows[3] or 0) == 0
    assert companions.chosen(rows[2] or 0) == 2


def test_a_file_about_other_items_changes_nothing(own: Catalog, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text('{"items": ["l1", "l2"]}\n')
    bad.write_text('{"items": ["x", "y"]}\n{"colour": "red"}\n')
    learn(own, good)
    with pytest.raises(CatalogError, match="names no item") as caught:
        learn(own, bad)
    assert "items" in caught.value.remedy
    assert Catalog(own.folder).companions is not None


def test_a_catalogue_of_the_version_before_learns_too(own: Catalog, tmp_path: Path) -> None:
    own.database.executescript("DROP TABLE choices; PRAGMA user_version = 2;")
    own.close()
    old = Catalog(own.folder)
    assert old.companions is None
    source = tmp_path / "baskets.jsonl"
    source.write_text('{"items": ["l1", "l2"]}\n')
    assert learn(old, source).people == 1


def test_what_was_never_chosen_is_not_recommended() -> None:
    companions = Companions.of([[0, 1], [0, 1], [0, 2], [3]], 6)
    allowed = companions._chosen >= 0
    assert companions.best([0], allowed, 5) == [1, 2, 3]
    assert companions.best([], allowed, 2) == [0, 1]
    allowed[1] = False
    assert companions.best([0], allowed, 5) == [2, 3]
