import pytest

from polyrec.agent.understanding import Understanding
from polyrec.agent.understanding.sounds import sound
from polyrec.retrievers import Catalog, Embedder, FacetWish


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Spielberg", "Спилберга|سبيلبرغ|ספילברג|स्पीलबर्ग|Σπίλμπεργκ"),
        ("Hitchcock", "Хичкока|ヒッチコック|هيتشكوك|Χίτσκοκ|히치콕"),
        ("Hanks", "Ханкс|ハンクス|هانكس|행크스"),
    ],
)
def test_scripts_meet_in_sound(name: str, written: str) -> None:
    assert {sound(other) for other in written.split("|")} == {sound(name)}


def test_what_sounds_unlike_stays_apart() -> None:
    assert sound("Kurosawa") != sound("Miyazaki")
    assert sound("") == ""


@pytest.fixture(scope="module")
def understanding(films: Catalog, embedder: Embedder) -> Understanding:
    return Understanding(films, embedder)


@pytest.mark.parametrize(
    ("message", "person"),
    [
        ("фильм Акиры Куросавы", "Akira Kurosawa"),
        ("فيلم من إخراج أكيرا كوروساوا", "Akira Kurosawa"),
        ("κάτι με τον Τοσίρο Μιφούνε", "Toshiro Mifune"),
        ("a film by Kurosawa", "Akira Kurosawa"),
        ("film Kurosawy", "Akira Kurosawa"),
    ],
)
def test_people_in_a_message(understanding: Understanding, message: str, person: str) -> None:
    wishes = understanding.understand(message, None, "en").wishes
    assert person in {wish.value for wish in wishes if isinstance(wish, FacetWish)}


@pytest.mark.parametrize("message", ["хочу что-нибудь весёлое", "أريد فيلما قديما", "何か面白い映画", "κάτι για απόψε"])
def test_ordinary_words_are_nobody(understanding: Understanding, message: str) -> None:
    wishes = understanding.understand(message, None, "en").wishes
    assert not any(isinstance(wish, FacetWish) and wish.field in ("cast", "directors") for wish in wishes)
