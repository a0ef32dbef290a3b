import pytest

from polyrec.retrievers import Catalog, Embedder, FacetWish, RangeWish, Request, SimilarWish, Span, Wish, retrieve
from polyrec.retrievers.fusion import fuse
from polyrec.retrievers.lexical import search_words

HERE = Span(0, 1, "x")


def request(text: str, *wishes: Wish) -> Request:
    return Request(text, "en", wishes, text)


def test_hard_constraints_are_kept_by_every_hit(films: Catalog, embedder: Embedder) -> None:
    wishes = (FacetWish("genres", "comedy", HERE, "words"), FacetWish("genres", "romance", HERE, "words", negated=True))
    hits = retrieve(request("something light", *wishes), films, embedder).hits
    assert hits
    assert all("comedy" in hit.item.values("genres") and "romance" not in hit.item.values("genres") for hit in hits)


def test_ranges_are_kept_and_their_opposite(films: Catalog) -> None:
    old = films.matching([RangeWish("year", None, 1960, HERE, "numbers")])
    new = films.matching([RangeWish("year", None, 1960, HERE, "numbers", negated=True)])
    assert old
    assert new
    assert not old & new
    assert len(old | new) == len(films)


def test_constraints_that_nothing_meets_are_given_up_and_named(films: Catalog, embedder: Embedder) -> None:
    war, never = FacetWish("genres", "war", HERE, "words"), RangeWish("year", 3000, None, HERE, "numbers")
    guessed = FacetWish("genres", "music", HERE, "meaning")
    candidates = retrieve(request("a film", war, never, guessed), films, embedder)
    assert candidates.hits
    assert candidates.dropped[:2] == (guessed, never)
    assert all("war" in hit.item.values("genres") for hit in candidates.hits) is (war not in candidates.dropped)


def test_the_title_to_resemble_is_not_among_the_hits(films: Catalog, embedder: Embedder) -> None:
    wish = SimilarWish("amelie-2001", "Amélie", HERE, "titles")
    hits = retrieve(Request("like Amélie", "en", (wish,), ""), films, embedder).hits
    assert hits
    assert "amelie-2001" not in {hit.item.id for hit in hits}


@pytest.mark.parametrize(
    ("text", "found"),
    [("千と千尋", "spirited-away-2001"), ("miyazaki", "spirited-away-2001"), ("ТАРКОВСКИЙ Сталкер", "stalker-1979")],
)
def test_words_are_found_in_any_script(films: Catalog, text: str, found: str) -> None:
    rows = search_words(films, text, 3)
    assert found in {item.id for item in films.items(rows)}


@pytest.mark.parametrize(
    "text", ['" OR 1=1 --', "NEAR(a b)", "title:x*", "'; DROP TABLE items; --", "(", "AND", "ab", ""]
)
def test_search_syntax_is_only_words(films: Catalog, embedder: Embedder, text: str) -> None:
    search_words(films, text, 3)
    retrieve(request(text or "x"), films, embedder)
    assert len(films) > 10


def test_fusion_follows_the_formula() -> None:
    scores = fuse([[1, 2], [2]], [1.0, 0.5])
    assert scores[1] == pytest.approx(1 / 61)
    assert scores[2] == pytest.approx(1 / 62 + 0.5 / 61)
