import pytest

from polyrec.agent.centre import Centres
from polyrec.retrievers import (
    Catalog,
    Embedder,
    FacetWish,
    Order,
    RangeWish,
    Request,
    SimilarWish,
    Span,
    Wish,
    retrieve,
)
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
    assert old.any()
    assert new.any()
    assert not (old & new).any()
    assert (old | new).sum() == len(films)


def test_constraints_that_nothing_meets_are_given_up_and_named(films: Catalog, embedder: Embedder) -> None:
    war, never = FacetWish("genres", "war", HERE, "words"), RangeWish("year", 3000, None, HERE, "numbers")
    guessed = FacetWish("genres", "no such genre", HERE, "meaning")
    candidates = retrieve(request("a film", never, guessed, war), films, embedder)
    assert candidates.dropped == (never, guessed)
    assert all("war" in hit.item.values("genres") for hit in candidates.hits)


def test_unlike_moves_away(films: Catalog, embedder: Embedder) -> None:
    amelie = films.item("amelie-2001")
    assert amelie is not None
    row = films.row(amelie.id)
    assert row is not None
    model = films.matrix.get([row])[0]
    likeness = []
    for wishes in ([], [SimilarWish(amelie.id, amelie.title, HERE, "titles", negated=True)]):
        hits = retrieve(Request("love in Paris", "en", tuple(wishes)), films, embedder).hits
        rows = [films.row(hit.item.id) or 0 for hit in hits if hit.item.id != amelie.id][:8]
        likeness.append(float((films.matrix.get(rows) @ model).mean()))
    assert likeness[1] < likeness[0]


def test_where_a_range_is_given_up_the_nearest_come_first(films: Catalog, embedder: Embedder) -> None:
    never = RangeWish("year", 3000, None, HERE, "numbers")
    hits = retrieve(request("a film", never), films, embedder).hits
    years = [hit.item.number("year") for hit in hits]
    assert years == sorted(years, key=lambda year: -(year or 0))
    assert years[0] == max(item.number("year") or 0 for item in films.page(len(films)))


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


def test_the_reader_s_language_is_favoured_less_than_by_the_vectors(films: Catalog, embedder: Embedder) -> None:
    wishes = {
        "ja": ("静かで心に残る映画", "友達との冒険の話", "家族についての映画"),
        "de": ("ein stiller Film, der nachwirkt", "ein Abenteuer unter Freunden", "ein Film über eine Familie"),
        "fr": ("un film calme qui reste en tête", "une aventure entre amis", "un film sur une famille"),
    }
    own = {"vectors": 0, "levelled": 0}
    for language, texts in wishes.items():
        for text in texts:
            raw = [row for row, _ in films.nearest(embedder.query([text])[0], 5)]
            centre = Centres(embedder).of(language)
            levelled = retrieve(Request(text, language), films, embedder, centre, 5).hits
            own["vectors"] += sum(item.language == language for item in films.items(raw))
            own["levelled"] += sum(hit.item.language == language for hit in levelled)
    assert own["levelled"] < own["vectors"]


def test_what_is_wanted_first_comes_first(films: Catalog, embedder: Embedder) -> None:
    order = Order("year", True, Span(0, 6, "newest"))
    comedies = FacetWish("genres", "comedy", Span(7, 15, "comedies"), "words")
    hits = retrieve(Request("newest comedies", "en", (comedies,), order=order), films, embedder, count=8).hits
    years = [hit.item.number("year") or 0.0 for hit in hits]
    assert len(years) == 8
    assert years == sorted(years, reverse=True)
    assert all("comedy" in hit.item.values("genres") for hit in hits)
    newest = max(item.number("year") or 0.0 for item in films.page(500) if "comedy" in item.values("genres"))
    assert years[0] == newest
