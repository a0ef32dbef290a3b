"""What follows from a profile: taste, evidence, facts; and what never leaves the machine."""

import time

import pytest

from polyrec.agent import Config, Recommender
from polyrec.agent.llm import Limits, Prompt, Usage
from polyrec.agent.llm.redacting import RedactingModel
from polyrec.agent.llm.scripted import ScriptedModel
from polyrec.agent.profile import Behaviour, Facts, Profile
from polyrec.agent.profile.summary import summarise
from polyrec.agent.profile.taste import Tastes
from polyrec.agent.redaction import redact
from polyrec.retrievers import Catalog, Embedder

DAY = 86_400.0


def test_opinions_replace_and_deeds_fade() -> None:
    now = 1_000 * DAY
    profile = Profile(
        [
            Behaviour("like", "films", "a", at=now - 2 * DAY),
            Behaviour("dislike", "films", "a", at=now - DAY),
            Behaviour("purchase", "films", "b", at=now),
            Behaviour("purchase", "films", "c", at=now - 180 * DAY),
            Behaviour("like", "films", "d", at=now + 100 * DAY),
            Behaviour("like", "shop", "e", at=now),
        ]
    )
    worths = profile.worths("films", now)
    assert worths["a"] < -0.9
    assert worths["b"] == 1.0
    assert worths["c"] == pytest.approx(0.5)
    assert worths["d"] == 1.0
    assert "e" not in worths


def test_likes_speak_for_what_resembles_them_and_say_so(bot: Recommender, films: Catalog) -> None:
    liked = [item.id for item in films.page(len(films)) if "horror" in item.values("genres")]
    session = bot.session("en")
    session.profile.report(*(Behaviour("like", "films", one) for one in liked[:3]))
    reply = session.reply("Can you recommend something good?", n=10)
    assert not set(liked[:3]) & {item.id for item in reply.items}
    told = [piece for item in reply.items for piece in item.evidence if piece.finding in ("liked", "often")]
    assert told
    anybody = bot.session("en").reply("Can you recommend something good?", n=10)
    assert [item.id for item in anybody.items] != [item.id for item in reply.items]


def test_a_budget_holds_until_the_message_says_otherwise(bot: Recommender, films: Catalog) -> None:
    wish = Tastes(films).of(Profile(facts=Facts(budget=20)))
    assert not wish.wishes  # films cost nothing
    profile = Profile(facts=Facts(languages=("ja",)))
    assert Tastes(films).of(profile).taste.preferred == (("language", "ja"),)


def test_unknown_items_weigh_nothing(films: Catalog) -> None:
    preferences = Tastes(films).of(Profile([Behaviour("like", "films", "no-such-film")]))
    assert preferences.taste.vector is None
    assert preferences.known == {"no-such-film"}


def test_a_summary_is_readable(films: Catalog) -> None:
    profile = Profile([Behaviour("like", "films", "stalker-1979"), Behaviour("dislike", "films", "ring-1998")])
    assert "Stalker" in summarise(profile, films, "en")
    assert summarise(Profile(), films, "de") != summarise(Profile(), films, "en")


def test_ten_thousand_events_are_read_once(films: Catalog) -> None:
    items = [item.id for item in films.page(len(films))]
    events = [
        Behaviour("view", "films", items[number % len(items)], at=time.time() - number) for number in range(10_000)
    ]
    preferences = Tastes(films).of(Profile(events))
    assert preferences.taste.vector is not None


def recorder() -> ScriptedModel:
    """A model that keeps what it is asked."""
    return ScriptedModel(lambda _: "…")


def test_no_model_ever_sees_the_profile(config: Config, embedder: Embedder) -> None:
    model = recorder()
    bot = Recommender.open("films", model=model, embedder=embedder, config=config)
    session = bot.session("en")
    session.profile.report(Behaviour("like", "films", "stalker-1979", text="zebra-reason"))
    session.profile.declare(Facts(languages=("ja",), region="JP", age=7, budget=13.37))
    session.reply("ein Film über eine Familie")
    assert model.prompts
    asked = [f"{prompt.system} {prompt.user}" for prompt in model.prompts]
    assert not any(secret in one for one in asked for secret in ("Stalker", "zebra", "13.37"))


@pytest.mark.parametrize(
    ("text", "gone", "stays"),
    [
        ("write to anna@example.org about a comedy", "anna@example.org", "comedy"),
        ("card 4111 1111 1111 1111, films from 1990 to 1999", "4111", "1990 to 1999"),
        ("call +43 664 1234567", "1234567", "call"),
        ("Ruf mich an: 030 12345678, ich suche eine Komödie", "12345678", "Komödie"),
        ("電話は 03-1234-5678 です", "1234-5678", "電話"),
        ("under 120 minutes, between 1980-1989, at most 2,380 g", "[", "2,380 g"),
    ],
)
def test_redaction(text: str, gone: str, stays: str) -> None:
    assert gone not in redact(text)
    assert stays in redact(text)


def test_a_redacting_model_hands_on_redacted_prompts() -> None:
    model = recorder()
    list(RedactingModel(model).stream(Prompt("s", "mail anna@example.org"), Limits(5), Usage()))
    assert model.prompts == [Prompt("s", "mail [e-mail]")]
