"""Turns that follow one another: what is kept, changed, given up, taken back, spoken of."""

import threading
from collections.abc import Sequence

import pytest

from polyrec.agent import Recommender, Reply, Session
from polyrec.agent.dialogue import Move
from polyrec.agent.dialogue.state import State, from_json, to_json
from polyrec.prompts import load
from polyrec.retrievers import FacetWish, RangeWish, SimilarWish, Span


def talk(session: Session, *messages: str) -> list[Reply]:
    return [session.reply(message) for message in messages]


def wished(session: Session) -> set[str]:
    """The wishes in force, briefly."""
    return {_brief(wish) for wish in session.wishes}


def _brief(wish: object) -> str:
    match wish:
        case FacetWish(field, value, negated=negated):
            return f"{'!' if negated else ''}{field}={value}"
        case RangeWish(field, low, high):
            return f"{field}:{'' if low is None else f'{low:g}'}-{'' if high is None else f'{high:g}'}"
        case SimilarWish(item_id, negated=negated):
            return f"{'!' if negated else ''}like:{item_id}"
    raise TypeError(wish)


@pytest.mark.parametrize(
    ("messages", "wishes"),
    [
        (["a comedy from the nineties", "something French"], {"genres=comedy", "year:1990-1999", "countries=FR"}),
        (["a comedy from the nineties", "any year is fine"], {"genres=comedy"}),
        (["a comedy", "no, rather a horror film"], {"genres=horror"}),
        (["a French film", "or Japanese"], {"countries=JP"}),
        (["no horror", "a horror film after all"], {"genres=horror"}),
        (["a horror film", "please no horror"], {"!genres=horror"}),
        (["a drama", "and a comedy, too"], {"genres=drama", "genres=comedy"}),
        (["a film from the nineties", "before 1995"], {"year:1990-1994"}),
        (["at most 120 minutes", "150 minutes at most"], {"minutes:-150"}),
        (["a comedy, at most 100 minutes", "start over, I want a drama"], {"genres=drama"}),
        (["eine Komödie", "aus Frankreich", "das Land ist egal"], {"genres=comedy"}),
        (["コメディが見たい", "やっぱりホラーで"], {"genres=horror"}),
    ],
)
def test_wishes_stay_change_and_go(bot: Recommender, messages: Sequence[str], wishes: set[str]) -> None:
    session = bot.session()
    talk(session, *messages)
    assert wished(session) == wishes


def test_undo_goes_back_step_by_step(bot: Recommender) -> None:
    session = bot.session()
    first, *_ = talk(session, "a comedy", "no romance", "from the nineties")
    assert session.reply("undo that").move is Move.UNDO
    assert wished(session) == {"genres=comedy", "!genres=romance"}
    back = session.reply("go back")
    assert wished(session) == {"genres=comedy"}
    assert [item.id for item in back.items] == [item.id for item in first.items]
    assert session.reply("undo").text == load("en").conversation.undone
    assert session.reply("undo").text == load("en").conversation.nothing_to_undo
    assert session.state.wishes == ()


def test_nothing_is_shown_twice(bot: Recommender) -> None:
    session = bot.session()
    shown = [item.id for reply in talk(session, "a drama", "others", "show me more", "others") for item in reply.items]
    assert len(shown) == len(set(shown))


def test_when_all_was_shown_it_says_so_and_breaks_no_wish(bot: Recommender) -> None:
    session = bot.session()
    session.reply("an animated film", n=20)
    reply = session.reply("others", n=20)
    assert not reply.items
    assert reply.text == load("en").conversation.no_more


@pytest.mark.parametrize(
    ("message", "move", "expected"),
    [
        ("how long is the second one?", Move.ASK, "minutes"),
        ("who directed it?", Move.ASK, "directors"),
        ("wie lange dauert der zweite?", Move.ASK, "minutes"),
        ("¿quién dirigió la segunda?", Move.ASK, "directors"),
        ("二番目は何分？", Move.ASK, "minutes"),
    ],
)
def test_questions_are_answered_from_fields(bot: Recommender, message: str, move: Move, expected: str) -> None:
    session = bot.session()
    shown = session.reply("a drama").items
    reply = session.reply(message)
    assert reply.move is move
    assert not reply.items
    item = shown[0 if "it?" in message else 1].item
    assert reply.about == (item,)
    assert all(value in reply.text for value in item.values(expected))


def test_what_the_catalogue_does_not_state_is_not_known(bot: Recommender) -> None:
    session = bot.session()
    title = session.reply("a drama").items[0].title
    reply = session.reply("how much does the first one cost?")
    assert reply.text == load("en").conversation.not_stated.replace("$title", title)


def test_it_means_the_item_that_was_spoken_of(bot: Recommender) -> None:
    session = bot.session()
    shown = session.reply("a drama").items
    session.reply("who directed the third one?")
    assert session.reply("how long is it?").about == (shown[2].item,)


def test_a_reference_to_nothing_asks_which(bot: Recommender) -> None:
    session = bot.session()
    session.reply("a drama")
    reply = session.reply("how long is the fifth one?")
    assert reply.move is Move.LOST
    assert reply.text == load("en").conversation.which


def test_comparatives_lean_on_what_was_shown(bot: Recommender) -> None:
    session = bot.session()
    shown = session.reply("a drama").items
    years = [item.item.number("year") or 0 for item in shown]
    newer = session.reply("something newer than the second one")
    assert newer.move is Move.CRITIQUE
    assert newer.items
    assert all((item.item.number("year") or 0) > years[1] for item in newer.items)


def test_like_the_first_and_not_that_director(bot: Recommender) -> None:
    session = bot.session()
    first = session.reply("a film by Akira Kurosawa").items[0]
    session.reply("like the first one, but older")
    assert f"like:{first.id}" in wished(session)
    other = bot.session()
    talk(other, "a film by Akira Kurosawa", "not that director, but Japanese all the same")
    assert wished(other) == {"!directors=Akira Kurosawa", "countries=JP"}


def test_comparing_tells_what_sets_items_apart(bot: Recommender) -> None:
    session = bot.session()
    shown = session.reply("a drama").items
    reply = session.reply("compare the first two")
    assert reply.about == (shown[0].item, shown[1].item)
    assert all(f"{item.item.number('minutes'):g}" in reply.text for item in shown[:2])


def test_why_and_why_not(bot: Recommender) -> None:
    session = bot.session()
    shown = session.reply("a comedy").items
    why = session.reply("why the first one?")
    assert why.move is Move.WHY
    assert shown[0].title in why.text
    assert "comedy" in why.text
    why_not = session.reply("why not Stalker?")
    assert why_not.move is Move.WHY_NOT
    assert "comedy" in why_not.text


def test_what_is_said_of_items_counts_in_the_next_turn(bot: Recommender) -> None:
    session = bot.session()
    shown = session.reply("a drama").items
    seen = session.reply("I've seen the first one")
    assert seen.move is Move.SEEN
    assert session.state.seen == (shown[0].id,)
    assert session.reply("I don't like the second one").move is Move.DISLIKED
    assert session.profile.known("films") >= {shown[0].id}
    session.start_over()
    assert shown[0].id not in {item.id for item in session.reply("a drama", n=20).items}


@pytest.mark.parametrize(
    ("message", "move"),
    [
        ("Hello!", Move.HELLO),
        ("Thank you!", Move.THANKS),
        ("What will the weather be like tomorrow?", Move.OUTSIDE),
        ("Guten Abend!", Move.HELLO),
        ("今日の天気は？", Move.OUTSIDE),
        ("كم الساعة الآن؟", Move.OUTSIDE),
    ],
)
def test_small_talk_recommends_nothing(bot: Recommender, message: str, move: Move) -> None:
    reply = bot.session().reply(message)
    assert reply.move is move
    assert not reply.items


def test_a_vague_request_is_asked_back_once(bot: Recommender) -> None:
    session = bot.session()
    vague = session.reply("Can you recommend something good?")
    assert vague.items
    assert vague.question
    assert vague.text.endswith("?")
    assert session.reply("I don't know what I want.").question is None
    assert wished(session) == set()


def test_an_answer_to_a_question_is_a_wish(bot: Recommender) -> None:
    session = bot.session()
    question = session.reply("Can you recommend something good?").question
    assert question
    session.add(question.choices[0])
    assert session.wishes == (question.choices[0],)
    assert all(item.evidence[0].finding == "meets" for item in session.reply(None).items)


def test_no_preference_is_an_answer_too(bot: Recommender) -> None:
    session = bot.session("en")
    asked = session.reply("Can you recommend something good?").question
    reply = session.reply("I don't mind")
    assert asked
    assert reply.move is Move.DROP
    assert reply.items
    assert session.state.asked == (asked.field,)
    assert session.state.question is None


def test_wishes_are_edited_by_hand(bot: Recommender) -> None:
    session = bot.session()
    session.reply("a French comedy about a baker who falls in love")
    session.drop(next(wish for wish in session.wishes if isinstance(wish, FacetWish) and wish.field == "countries"))
    reply = session.reply(None)
    assert reply.move is Move.EDIT
    assert "countries=FR" not in wished(session)
    session.add(FacetWish("countries", "JP", Span(0, 0, ""), "set"))
    assert "countries=JP" in wished(session)
    assert session.undo()
    assert "countries=JP" not in wished(session)


def test_surprise_strays_further(bot: Recommender) -> None:
    usual, far = bot.session(), bot.session()
    near = [item.id for item in usual.reply("a drama about a family", n=10).items]
    far.surprise(1.0)
    assert [item.id for item in far.reply("a drama about a family", n=10).items] != near
    assert bot.session().reply("surprise me").move is Move.SURPRISE


def test_the_language_may_change_every_turn(bot: Recommender) -> None:
    session = bot.session()
    replies = talk(session, "eine Komödie bitte", "something from the nineties, please", "日本の映画がいいです")
    assert [reply.language for reply in replies] == ["de", "en", "ja"]
    assert wished(session) == {"genres=comedy", "year:1990-1999", "countries=JP"}


def test_conflicting_wishes_are_said(bot: Recommender) -> None:
    session = bot.session()
    replies = talk(session, "a western", "an animated film", "from Japan, before 1930")
    assert all(reply.items for reply in replies[:1])
    assert replies[-1].text


def test_two_hundred_turns(bot: Recommender) -> None:
    session = bot.session()
    for number in range(100):
        session.reply("a drama" if number % 2 else "a comedy instead")
        session.reply("start over" if number % 10 == 9 else "others")
    assert session.turns == 200
    assert len(session.state.said) <= 8
    assert from_json(to_json(session.state)) == session.state


def test_sessions_never_mix(bot: Recommender) -> None:
    """Fifty at once, each with a wish of its own."""
    years = list(range(1950, 2000))
    sessions = [bot.session() for _ in years]

    def run(place: int) -> None:
        talk(sessions[place], f"a film from {years[place]} or later", "no horror", "others")

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(years))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for year, session in zip(years, sessions, strict=True):
        assert wished(session) == {f"year:{year}-", "!genres=horror"}
        assert len(session.replies) == 3


def test_a_state_outlives_json() -> None:
    assert from_json(to_json(State())) == State()
