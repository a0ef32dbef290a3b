"""The instruments that read replies, tried on replies whose faults are known."""

import pytest

from polyrec.eval.language import is_in_language, lines_in_language
from polyrec.eval.suites.explanations.claims import check_claims, split_by_item
from polyrec.eval.suites.explanations.repetition import repeated_share
from polyrec.eval.suites.explanations.titles import named_titles, outside
from polyrec.eval.suites.redial import mentioned
from polyrec.prompts import available, load
from polyrec.retrievers import Catalog, Item


@pytest.fixture(scope="module")
def rashomon(films: Catalog) -> Item:
    item = films.item("rashomon-1950")
    assert item is not None
    return item


@pytest.mark.parametrize("tag", available())
def test_our_own_templates_pass_as_their_language(tag: str) -> None:
    texts = load(tag).explanation
    assert is_in_language(texts.opening, tag)
    assert is_in_language(texts.close, tag)


def test_a_line_in_another_language_is_seen() -> None:
    text = "Diese passen am besten zu deinem Wunsch:\n1. Rashomon\nThis one fits your wish very well indeed."
    assert lines_in_language(text, "de", ["Rashomon"]) == (1, 2)


def test_names_and_short_lines_are_no_evidence() -> None:
    assert lines_in_language("1. Seven Samurai\nOK", "ja", ["Seven Samurai"]) == (0, 0)


@pytest.mark.parametrize(
    ("sentence", "language", "unsupported"),
    [
        ("A crime film of 1950.", "en", []),
        ("A crime film of 1951.", "en", ["1951"]),
        ("A comedy.", "en", ["genres: comedy"]),
        ("It is not a comedy.", "en", []),
        ("With Toshiro Mifune.", "en", []),
        ("With Bill Murray.", "en", ["cast: Bill Murray"]),
        ("Eine Komödie aus Japan.", "de", ["genres: comedy"]),
        ("Passt nicht: Komödie.", "de", []),
        ("コメディです。", "ja", ["genres: comedy"]),
        ("88 דקות, בלי קומדיה.", "he", []),
        ("Under 90 minutes, as you wished.", "en", []),
    ],
)
def test_what_an_item_does_not_state(
    films: Catalog, rashomon: Item, sentence: str, language: str, unsupported: list[str]
) -> None:
    claims = check_claims(sentence, rashomon, "under 90 minutes", films, language)
    assert list(claims.unsupported) == unsupported


def test_sentences_without_a_claim_are_left_to_a_judge(films: Catalog, rashomon: Item) -> None:
    claims = check_claims("It keeps you guessing until the end.", rashomon, "", films, "en")
    assert claims.checked == 0
    assert [sentence for _, sentence in claims.unchecked] == ["It keeps you guessing until the end."]


def test_each_item_has_its_own_part_of_a_reply(films: Catalog, rashomon: Item) -> None:
    parasite = films.item("parasite-2019")
    assert parasite is not None
    blocks = split_by_item("1. Parasite\nOne.\n2. Rashomon\nTwo.", [rashomon, parasite])
    assert [(item.id, text.split()[0]) for item, text in blocks] == [
        ("parasite-2019", "One."),
        ("rashomon-1950", "Two."),
    ]


@pytest.mark.parametrize(
    ("text", "strangers"),
    [
        ("1. Rashomon\nFits.\n2. 羅生門", []),
        ("1. Rashomon (1950): a bandit, a samurai and a wife", []),
        ("1. **The Crystal Lagoon** – lovely", ["The Crystal Lagoon", "**The Crystal Lagoon** – lovely"]),
        ("You may also like “Casablanca Nights”.", ["Casablanca Nights"]),
        ("It recalls Pulp Fiction in places.", ["Pulp Fiction"]),
        ("Fits: 1950.", []),
    ],
)
def test_titles_that_are_not_on_the_list(films: Catalog, rashomon: Item, text: str, strangers: list[str]) -> None:
    found = outside(named_titles(text, films), [rashomon], [])
    assert {title.strip("* –") for title in found} >= {title.strip("* –") for title in strangers[:1]}
    assert bool(found) is bool(strangers)


def test_saying_it_again_counts() -> None:
    assert repeated_share("one two three four five") == 0.0
    assert repeated_share("it fits the wish well, it fits the wish well") == pytest.approx(2 / 7)
    assert repeated_share("ご希望に合っています。ご希望に合っています。") > 0.3


def test_films_that_a_conversation_names(films: Catalog) -> None:
    said = "I loved Blade Runner (1982) and City Lights (1931), not Rashomon"
    assert mentioned(said, films) == {"blade-runner-1982", "city-lights-1931"}
