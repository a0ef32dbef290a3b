import pytest

from polyrec.eval.conditions import (
    Counted,
    HasValue,
    InRange,
    Resembles,
    SortedBy,
    Written,
    item_conditions,
    read_conditions,
)
from polyrec.eval.errors import EvaluationError
from polyrec.eval.suites.understanding.matching import about, fulfils
from polyrec.retrievers import Catalog, FacetWish, Item, RangeWish, SimilarWish, Span, Wish

FILM = Item("m", "The Vampires", "Two robbers rob a bank.", fields={"genres": ("crime", "drama"), "year": 1954.0})
SPAN = Span(0, 1, "x")


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        ({"genres": "crime"}, True),
        ({"genres": "comedy"}, False),
        ({"genres": ["crime", "drama"]}, True),
        ({"genres": ["crime", "comedy"]}, False),
        ({"genres": "comedy | drama"}, True),
        ({"not genres": "drama"}, False),
        ({"not genres": "war"}, True),
        ({"cast|genres": "crime"}, True),
        ({"year": "1950..1959"}, True),
        ({"year": "..1953"}, False),
        ({"year": "1954.."}, True),
        ({"not year": "1950..1959"}, False),
        ({"price": "..10"}, False),
        ({"words": "vampire*"}, True),
        ({"words": "vampire"}, False),
        ({"words": "heist | bank"}, True),
        ({"genres": "crime", "year": "1960.."}, False),
    ],
)
def test_what_an_item_meets(written: Written, holds: bool) -> None:
    assert all(one.holds(FILM) for one in item_conditions(written)) is holds


def test_what_only_a_request_can_mean() -> None:
    written = {"like": "m", "not like": "n", "sort": "price up", "count": 3}
    assert read_conditions(written) == (Resembles("m"), Resembles("n", True), SortedBy("price", False), Counted(3))
    assert item_conditions(written) == ()


def test_a_direction_that_is_none() -> None:
    with pytest.raises(EvaluationError, match="no direction"):
        read_conditions({"sort": "price"})


@pytest.mark.parametrize(
    ("condition", "wish", "right"),
    [
        (HasValue(("genres",), ("war",)), FacetWish("genres", "war", SPAN, "words"), True),
        (HasValue(("genres",), ("war",)), FacetWish("genres", "war", SPAN, "words", negated=True), False),
        (HasValue(("genres",), ("war",)), FacetWish("genres", "drama", SPAN, "words"), False),
        (InRange("year", None, 1979.0), RangeWish("year", None, 1980.0, SPAN, "numbers"), True),
        (InRange("year", None, 1979.0), RangeWish("year", None, 1985.0, SPAN, "numbers"), False),
        (InRange("year", None, 1979.0), RangeWish("year", 1970.0, 1979.0, SPAN, "numbers"), False),
        (InRange("minutes", None, 90.0), RangeWish("minutes", None, 91.0, SPAN, "numbers"), False),
        (Resembles("a"), SimilarWish("a", "A", SPAN, "titles"), True),
        (Resembles("a"), SimilarWish("b", "B", SPAN, "titles"), False),
        (Counted(3), RangeWish("minutes", 3.0, 3.0, SPAN, "numbers"), False),
    ],
)
def test_whether_a_wish_is_the_one_meant(films: Catalog, condition: HasValue, wish: Wish, right: bool) -> None:
    assert fulfils(condition, wish, films.schema) is right


def test_a_wrong_wish_on_the_right_field_is_not_invented() -> None:
    wish = FacetWish("genres", "drama", SPAN, "words")
    assert about(HasValue(("genres",), ("war",)), wish)
    assert not about(InRange("year", None, 1979.0), wish)
