"""The peers imitate a turn's events, so that every suite can ask them too."""

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from polyrec.agent import Config, Event, Found, Ranked, Recommender, Replied, TextDelta
from polyrec.agent.models import find_model, registry
from polyrec.eval.lineup import Lineup, first
from polyrec.eval.peers.textbook import DOCUMENTS, TextbookRag
from polyrec.eval.peers.vectors import VectorSearch
from polyrec.retrievers import Catalog, Embedder, silent

WISH = "a science fiction film"


class Counting(FakeListChatModel):
    """Says what it was told to, and counts words as tokens."""

    def get_num_tokens(self, text: str) -> int:
        return len(text.split())


@pytest.fixture
def textbook(films: Catalog, embedder: Embedder) -> TextbookRag:
    nearest = VectorSearch(films, embedder).session().stream(WISH, n=3)
    first_item, _, third = next(event.items for event in nearest if isinstance(event, Ranked))
    return TextbookRag(films, embedder, Counting(responses=[f"{third.title}, then {first_item.title}"]), "fake")


def kinds(events: list[Event]) -> list[str]:
    return [type(event).__name__ for event in events]


def test_bare_retrieval_is_the_order_of_the_vectors(films: Catalog, embedder: Embedder) -> None:
    events = list(VectorSearch(films, embedder).session().stream("a science fiction film", n=4))
    assert kinds(events) == ["Found", "Ranked", "Replied"]
    wanted = films.nearest(embedder.query(["a science fiction film"])[0], 4)
    ranked = next(event for event in events if isinstance(event, Ranked))
    assert [item.id for item in ranked.items] == [item.id for item in films.items([row for row, _ in wanted])]


def test_the_textbook_answers_from_ten_documents(textbook: TextbookRag) -> None:
    events = list(textbook.session().stream(WISH, n=3))
    found, ranked = (next(event for event in events if isinstance(event, kind)) for kind in (Found, Ranked))
    assert [item.id for item in ranked.items] == [found.items[place].id for place in (2, 0, 1)]
    text = "".join(event.text for event in events if isinstance(event, TextDelta))
    assert text == f"{found.items[2].title}, then {found.items[0].title}"
    reply = next(event.reply for event in events if isinstance(event, Replied))
    assert reply.timings["found"] <= reply.timings["first_word"] <= reply.timings["replied"]
    assert reply.usage.read > 300
    assert reply.usage.written == len(text.split())


def test_the_textbook_remembers_what_was_said(textbook: TextbookRag) -> None:
    session = textbook.session()
    once, twice = (next(event.reply for event in session.stream(WISH) if isinstance(event, Replied)) for _ in range(2))
    assert twice.usage.read == once.usage.read + len(WISH.split()) + once.usage.written
    assert textbook.retriever.search_kwargs["k"] == DOCUMENTS


def test_a_turn_can_be_left_early(bot: Recommender) -> None:
    session = bot.session("en")
    ranked = first(session.stream("a comedy"), Ranked)
    assert ranked is not None
    assert session.replies == []
    assert first(session.stream("a comedy"), Replied) is not None


@pytest.mark.model
def test_both_with_the_real_model(config: Config, tmp_path_factory: pytest.TempPathFactory) -> None:
    find_model(registry().default, config.models_dir)
    fresh = config.model_copy(update={"states_dir": tmp_path_factory.mktemp("states")})
    lineup = Lineup(registry().default, fresh, tmp_path_factory.mktemp("data"), silent)
    for name in ("polyrec", "textbook"):
        replied = first(lineup.system(name, "films").talker.session("en").stream("a quiet Japanese film"), Replied)
        assert replied is not None
        assert replied.reply.usage.read > 100
        assert replied.reply.usage.written > 5
        assert len(replied.reply.items) == 3
