import json
from collections import Counter
from pathlib import Path

import pytest

from polyrec.agent.words import words_for
from polyrec.prompts import available
from polyrec.retrievers import Kind, load_schema
from polyrec.retrievers.convert import convert
from polyrec.retrievers.items import Item
from polyrec.retrievers.reading import Row, read_rows

SAMPLES = Path(__file__).parents[2] / "retrievers" / "samples"


def load(name: str) -> list[Item]:
    schema = load_schema(SAMPLES / f"{name}.toml")
    items = [convert(row, schema) for row in read_rows(SAMPLES / f"{name}.jsonl") if isinstance(row, Row)]
    assert all(isinstance(item, Item) for item in items)
    return [item for item in items if isinstance(item, Item)]


def test_films_come_from_everywhere_and_all_times() -> None:
    films = load("films")
    assert len(films) >= 300
    assert len({film.values("countries")[0] for film in films}) >= 40
    assert {int((film.number("year") or 0) // 10 * 10) for film in films} >= set(range(1920, 2030, 10))
    languages = Counter(film.language for film in films)
    assert len(languages) >= 20
    assert max(languages.values()) < len(films) / 3


def test_the_shop_is_described_in_many_languages() -> None:
    products = load("shop")
    assert len(products) >= 150
    assert len({product.language for product in products}) >= 8
    assert all(
        {"price", "brand", "category", "rating", "stock", "weight_grams"} <= product.fields.keys()
        for product in products
    )


@pytest.mark.parametrize("name", ["films", "shop"])
def test_every_language_has_words_for_the_fields_and_values(name: str) -> None:
    schema = load_schema(SAMPLES / f"{name}.toml")
    rows = [json.loads(line) for line in (SAMPLES / f"{name}.jsonl").read_text("utf-8").splitlines()]
    field = "genres" if name == "films" else "category"
    values = {value for row in rows for value in row[field]}
    assert schema.fields[field].kind is Kind.CATEGORY
    for tag in available():
        assert schema.label(field, tag)
        assert all(words_for(schema, field, value, tag) for value in values), tag
