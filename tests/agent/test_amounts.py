import pytest

from polyrec.agent.understanding.numbers import find_ranges
from polyrec.agent.understanding.order import find_order
from polyrec.agent.understanding.reading import Reading
from polyrec.agent.understanding.reply_language import find_reply_language
from polyrec.prompts import load
from polyrec.retrievers import FieldSpec, Kind, Schema

SCHEMA = Schema(
    fields={
        "title": FieldSpec(kind=Kind.TITLE),
        "year": FieldSpec(kind=Kind.YEAR),
        "price": FieldSpec(kind=Kind.NUMBER, unit="EUR"),
        "minutes": FieldSpec(kind=Kind.NUMBER, unit="minute"),
        "weight": FieldSpec(kind=Kind.NUMBER, unit="gram"),
        "rating": FieldSpec(kind=Kind.NUMBER),
    }
)


@pytest.mark.parametrize(
    ("language", "message", "ranges"),
    [
        ("en", "between 50 and 150 euros", [("price", 50, 150)]),
        ("el", "του 2000 ή πιο καινούριο", [("year", 2000, None)]),
        ("en", "from €50 to €150", [("price", 50, 150)]),
        ("de", "zwischen 50 und 150 Euro", [("price", 50, 150)]),
        ("ja", "50ユーロから150ユーロ", [("price", 50, 150)]),
        ("vi", "từ 50€ đến 150€", [("price", 50, 150)]),
        ("en", "under an hour and a half", [("minutes", None, 90)]),
        ("en", "at most two hours", [("minutes", None, 120)]),
        ("en", "at most 1h30", [("minutes", None, 90)]),
        ("de", "höchstens anderthalb Stunden", [("minutes", None, 90)]),
        ("de", "mindestens zweieinhalb Stunden", [("minutes", 150, None)]),
        ("ru", "не дольше двух часов", [("minutes", None, 120)]),
        ("fr", "moins de deux heures", [("minutes", None, 120)]),
        ("en", "less than 500 g", [("weight", None, 500)]),
        ("pl", "do 2 kg", [("weight", None, 2000)]),
        ("ja", "2kg以下", [("weight", None, 2000)]),
        ("en", "a rating of at least 4.5", [("rating", 4.5, None)]),
        ("en", "from 1960 to 1975", [("year", 1960, 1975)]),
        ("zh", "四十七分钟", []),
        ("en", "I liked Psycho (1960)", []),
        ("en", "a tent for two", []),
    ],
)
def test_amounts(language: str, message: str, ranges: list[tuple[str, float | None, float | None]]) -> None:
    found = find_ranges(Reading(message), SCHEMA, load(language).cues, language)
    assert [(wish.field, wish.low, wish.high) for wish in found] == ranges


@pytest.mark.parametrize(
    ("language", "message", "order"),
    [
        ("en", "the cheapest ones", ("price", False)),
        ("de", "die neuesten Filme", ("year", True)),
        ("ja", "一番軽いもの", ("weight", False)),
        ("es", "el más barato", ("price", False)),
        ("en", "a film", None),
    ],
)
def test_what_is_wanted_first(language: str, message: str, order: tuple[str, bool] | None) -> None:
    found = find_order(Reading(message), SCHEMA, load(language).cues)
    assert (found and (found.field, found.descending)) == order


@pytest.mark.parametrize(
    ("language", "message", "tag"),
    [
        ("en", "a Japanese film, answer in French", "fr"),
        ("de", "Bitte antworte auf Englisch", "en"),
        ("ja", "英語で答えて", "en"),
        ("ru", "ответь по-английски", "en"),
        ("en", "a French film", None),
    ],
)
def test_the_reply_s_language_is_asked_for(language: str, message: str, tag: str | None) -> None:
    assert find_reply_language(Reading(message), language) == tag
