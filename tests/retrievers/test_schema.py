from pathlib import Path

import pytest

from polyrec.retrievers import CatalogError, Kind, dump_schema, load_schema
from polyrec.retrievers.cells import parse_number
from polyrec.retrievers.convert import convert
from polyrec.retrievers.inference import infer_schema
from polyrec.retrievers.items import Item
from polyrec.retrievers.reading import Reject, Row


def rows(count: int = 40) -> list[Row]:
    return [
        Row(
            number,
            {
                "sku": f"a{number}",
                "Titel": f"Rezept Nummer {number}",
                "Beschreibung": "Ein Gericht, das lange auf dem Herd steht und nach Zimt duftet. " * 2,
                "diet": ["vegan", "vegetarian"][number % 2],
                "tags": "quick|cheap" if number % 3 else "quick|festive",
                "minutes": str(number + 5),
                "price_eur": f"{number},50",
                "published": f"20{number % 20:02}-03-01",
                "Jahr": 1980 + number,
                "Autor": f"Person {number % 7}",
                "country": ["DE", "FR", "IT"][number % 3],
                "lang": "de",
                "url": f"https://example.org/{number}",
                "half": str(number) if number % 2 else "many",
                "nothing": None,
            },
        )
        for number in range(1, count + 1)
    ]


def test_fields_are_inferred_from_names_and_content() -> None:
    kinds = {name: spec.kind for name, spec in infer_schema(rows()).fields.items()}
    assert kinds == {
        "sku": Kind.ID, "Titel": Kind.TITLE, "Beschreibung": Kind.DESCRIPTION, "diet": Kind.CATEGORY,
        "tags": Kind.CATEGORY, "minutes": Kind.NUMBER, "price_eur": Kind.NUMBER, "published": Kind.DATE,
        "Jahr": Kind.YEAR, "Autor": Kind.PERSON, "country": Kind.COUNTRY, "lang": Kind.ITEM_LANGUAGE,
        "url": Kind.LINK, "half": Kind.TEXT, "nothing": Kind.IGNORE,
    }  # fmt: skip
    schema = infer_schema(rows())
    assert schema.fields["tags"].separator == "|"
    assert schema.fields["minutes"].unit == "minute"
    assert schema.fields["price_eur"].unit == "EUR"


def test_without_known_names_the_first_short_text_is_the_title() -> None:
    schema = infer_schema(
        Row(n, {"a": f"Thing {n}", "b": f"A long text about thing {n}, and why. " * 3}) for n in range(30)
    )
    assert (schema.first(Kind.TITLE), schema.first(Kind.DESCRIPTION)) == ("a", "b")


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234.5", 1234.5), ("1.234,5", 1234.5), ("12,50", 12.5), ("1 200", 1200), ("-3", -3), ("12a", None), ("", None),
     ("1e400", None), (float("nan"), None), (True, None)],
)  # fmt: skip
def test_numbers_as_people_write_them(text: object, number: float | None) -> None:
    if text != text:
        text = "nan"
    assert parse_number(text) == number


def test_a_written_schema_reads_back(tmp_path: Path) -> None:
    schema = infer_schema(rows())
    (tmp_path / "s.toml").write_text(dump_schema(schema), "utf-8")
    assert load_schema(tmp_path / "s.toml") == schema


@pytest.mark.parametrize("text", ["[fields.a]\nkind = 'colour'", "[fields", "\xff", "[fields.a]\nkynd = 'title'"])
def test_schema_files_that_mean_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "s.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(CatalogError) as caught:
        load_schema(tmp_path / "s.toml")
    assert caught.value.remedy


def test_rows_become_items_in_types() -> None:
    item = convert(rows()[3], infer_schema(rows()))
    assert isinstance(item, Item)
    assert (item.id, item.title, item.language) == ("a4", "Rezept Nummer 4", "de")
    assert item.fields["price_eur"] == 4.5
    assert item.values("tags") == ("quick", "cheap")
    assert "nothing" not in item.fields


@pytest.mark.parametrize(
    ("field", "cell", "reason"),
    [("Titel", " ", "missing"), ("Titel", "x" * 1001, "1,001 characters"), ("minutes", "soon", "is not a number"),
     ("published", "yesterday", "is not a date"), ("Beschreibung", "x" * 10_000_000, "10,000,000 characters"),
     ("diet", {"a": 1}, "an object")],
)  # fmt: skip
def test_cells_that_cannot_be_used_name_their_field(field: str, cell: object, reason: str) -> None:
    row = Row(7, {**rows()[0].cells, field: cell})
    reject = convert(row, infer_schema(rows()))
    assert isinstance(reject, Reject)
    assert reject.line == 7
    assert field in reject.reason
    assert reason in reject.reason
