from pathlib import Path

import pytest

from polyrec.agent import Recommender
from polyrec.agent.dialogue.moves import SILENT, Move
from polyrec.agent.understanding import Understanding
from polyrec.retrievers import Catalog, Embedder, FacetWish, RangeWish, Request, Shelf, SimilarWish, load_schema

SAMPLES = Path(__file__).parents[2] / "retrievers" / "samples"


@pytest.fixture(scope="module")
def understanding(films: Catalog, embedder: Embedder) -> Understanding:
    return Understanding(films, embedder)


def short(request: Request) -> set[str]:
    """Wishes as short texts: "genres=comedy", "!genres=horror", "year:1990-1999", "like:amelie-2001"."""
    texts = set()
    for wish in request.wishes:
        assert request.text[wish.span.start : wish.span.end] == wish.span.text
        if isinstance(wish, FacetWish):
            text = f"{wish.field}={'|'.join((wish.value, *wish.alternatives))}"
        elif isinstance(wish, RangeWish):
            low, high = (("" if end is None else f"{end:g}") for end in (wish.low, wish.high))
            text = f"{wish.field}:{low}-{high}"
        else:
            assert isinstance(wish, SimilarWish)
            text = f"like:{wish.item_id}"
        texts.add(("!" if wish.negated else "") + text)
    return texts


@pytest.mark.parametrize(
    ("message", "wishes"),
    [
        ("A funny French film from the nineties, no horror", {"genres=comedy", "countries=FR", "year:1990-1999", "!genres=horror"}),
        ("Ein Thriller, aber kein Horror, höchstens 120 Minuten", {"genres=thriller", "!genres=horror", "minutes:-120"}),
        ("Une comédie italienne des années 60", {"genres=comedy", "countries=IT", "year:1960-1969"}),
        ("Algo como Amélie, pero más oscuro", {"like:amelie-2001"}),
        ("Quero um drama brasileiro depois de 1990, sem guerra", {"genres=drama", "countries=BR", "year:1990-", "!genres=war"}),
        ("Японская анимация, не ужасы", {"countries=JP", "genres=animation", "!genres=horror"}),
        ("80'lerden bir komedi, korku olmasın", {"year:1980-1989", "genres=comedy", "!genres=horror"}),
        ("90年代のアニメ映画、ホラー以外", {"year:1990-1999", "genres=animation", "!genres=horror"}),
        ("宇宙が舞台の静かなSF映画", {"genres=science fiction"}),
        ("想看一部像《霸王别姬》的电影", {"like:farewell-my-concubine-1993"}),
        ("60년대 한국 영화", {"year:1960-1969", "countries=KR"}),
        ("100분짜리 말고 90분 이하의 코미디", {"!minutes:90-110", "minutes:-90", "genres=comedy"}),
        ("فيلم كوميدي قبل عام 1970", {"genres=comedy", "year:-1969"}),
        ("कोई कॉमेडी फ़िल्म, डरावनी नहीं", {"genres=comedy", "!genres=horror"}),
        ("a Kurosawa film from 1950 to 1960", {"directors=Akira Kurosawa", "year:1950-1960"}),
        ("something by Tarrantino or Quentin Tarantno", {"directors=Quentin Tarantino"}),
        ("فيلم ياباني من ١٩٥٠", {"countries=JP", "year:1950-1950"}),
    ],
)  # fmt: skip
def test_wishes_in_many_languages(understanding: Understanding, message: str, wishes: set[str]) -> None:
    assert short(understanding.understand(message, None, "en")) == wishes


@pytest.mark.parametrize(
    ("message", "wishes"),
    [
        ("a comedy or a western from the fifties", {"genres=comedy|western", "year:1950-1959"}),
        ("Komödie, Krimi oder Western", {"genres=comedy|crime|western"}),
        ("コメディか西部劇が見たい", {"genres=comedy|western"}),
        ("kein Horror oder Krieg", {"!genres=horror", "!genres=war"}),
        ("una comedia, pero terror no", {"genres=comedy", "!genres=horror"}),
        ("Drama bitte, Horror: nein danke", {"genres=drama", "!genres=horror"}),
        ("comedia no muy larga", {"genres=comedy"}),
        ("喜剧，恐怖片不要", {"genres=comedy", "!genres=horror"}),
        ("romantik bir film, savaş olmasın", {"genres=romance", "!genres=war"}),
        ("a film in French", {"languages=fr"}),
        ("ein Film auf Französisch", {"languages=fr"}),
        ("фильм на японском языке", {"languages=ja"}),
        ("a Japanese film, but not from Japan", {"languages=ja", "!countries=JP"}),
        ("a drama set in Germany", {"genres=drama", "countries=DE"}),
        ("ein Drama in Deutschland", {"genres=drama", "countries=DE"}),
        ("phim hành động", {"genres=action"}),
        ("із дев'яностих, комедія", {"year:1990-1999", "genres=comedy"}),
        ("1950 és 1969 közötti dráma", {"year:1950-1969", "genres=drama"}),
        ("koi purani comedy film, 1970 se pehle ki", {"genres=comedy", "year:-1969"}),
        ("iskam komedia, otpredi 1970 godina", {"genres=comedy", "year:-1969"}),
        ("соmedy", {"genres=comedy"}),
        ("co\u200bmedy", {"genres=comedy"}),
    ],
)  # fmt: skip
def test_alternatives_nots_and_languages(understanding: Understanding, message: str, wishes: set[str]) -> None:
    assert short(understanding.understand(message, None, "en")) == wishes


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("three comedies", 3), ("the two newest films", 2), ("top 5 Westerns", 5), ("zeig mir vier Krimis", 4), ("推荐三部喜剧", 3),
        ("コメディを5本", 5), ("две комедии", 2), ("a comedy", None), ("from 1990", None), ("under two hours", None),
        ("a film for two people", None),
    ],
)  # fmt: skip
def test_how_many(understanding: Understanding, message: str, count: int | None) -> None:
    assert understanding.understand(message, None, "en").count == count


def test_the_message_says_how_many_unless_the_caller_does(bot: Recommender) -> None:
    assert len(bot.session().reply("show me two dramas please").items) == 2
    assert len(bot.session().reply("show me two dramas please", n=4).items) == 4
    assert len(bot.session().reply("show me a drama please").items) == 3


@pytest.mark.parametrize(
    "message",
    ["Something I would enjoy tonight", "Überrasch mich!", "今晩何か面白いもの", "хочу что-нибудь хорошее", "😂", "ok",
     "a story about my brother and a train"],
)  # fmt: skip
def test_nothing_is_invented(understanding: Understanding, message: str) -> None:
    assert short(understanding.understand(message, None, "en")) == set()


@pytest.mark.parametrize(
    ("message", "wishes"),
    [("not before 2000", {"year:2000-"}), ("no horror but comedy", {"!genres=horror", "genres=comedy"}),
     ("comedy, not horror", {"genres=comedy", "!genres=horror"}), ("no war, drama please", {"!genres=war", "genres=drama"})],
)  # fmt: skip
def test_how_far_a_not_reaches(understanding: Understanding, message: str, wishes: set[str]) -> None:
    assert short(understanding.understand(message, None, "en")) == wishes


def test_single_word_titles_need_a_like(understanding: Understanding) -> None:
    assert short(understanding.understand("a film with a ring and a stalker in it", None, "en")) == set()
    assert short(understanding.understand("something like Stalker please", None, "en")) == {"like:stalker-1979"}
    assert short(understanding.understand("Blade Runner", None, "en")) == {"like:blade-runner-1982"}


@pytest.mark.parametrize(
    "message",
    ["comedy " * 2500, "\u202eemos\u200bthing", "' OR 1=1; DROP TABLE items", "$title ${x} {n} %s", "<|im_start|>system",
     "a comedy that is not a comedy", "between 2010 and 1990", "(((((((", "1" * 500, "مرحبا hello 你好 привет", "Word " * 4000, "NEAR(a b) AND title:* OR",
     "\u200f\u200eفيلم\u202c comedy \u2066x\u2069", "希区柯克" * 2000],
)  # fmt: skip
def test_odd_messages_are_understood_without_failing(bot: Recommender, message: str) -> None:
    reply = bot.session().reply(message)
    assert reply.items or reply.move in {*SILENT, Move.START_OVER}
    assert reply.text


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Understanding:
    """Understands messages about the sample shop, of which a few products are enough."""
    folder = tmp_path_factory.mktemp("shop")
    lines = (SAMPLES / "shop.jsonl").read_text("utf-8").splitlines()
    (folder / "shop.jsonl").write_text("\n".join(lines[::6]), "utf-8")
    shelf = Shelf(folder / "shelf")
    shelf.index(folder / "shop.jsonl", lambda: embedder, schema=load_schema(SAMPLES / "shop.toml"))
    return Understanding(shelf.open("shop"), embedder)


@pytest.mark.parametrize(
    ("message", "wishes"),
    [
        ("Ein leichtes Zelt unter 200 Euro", {"category=tents", "price:-200"}),
        ("100ユーロ以下の寝袋", {"category=sleeping bags", "price:-100"}),
        ("рюкзак дешевле 100 евро", {"category=backpacks", "price:-100"}),
        ("plecak do 120 euro, lżejszy niż 1500 gramów", {"category=backpacks", "price:-120", "weight_grams:-1500"}),
        ("خيمة بأقل من 150 يورو", {"category=tents", "price:-150"}),
        ("a tent for winter under 2 kg", {"category=tents", "season=winter", "weight_grams:-2000"}),
        ("rating over 4.5, cookware", {"category=cookware", "rating:4.5-"}),
        ("une tente de moins de 3 kg, pas plus de 250 €", {"category=tents", "weight_grams:-3000", "price:-250"}),
    ],
)  # fmt: skip
def test_prices_and_weights_in_many_languages(shop: Understanding, message: str, wishes: set[str]) -> None:
    assert short(shop.understand(message, None, "en")) == wishes
