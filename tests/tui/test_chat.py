"""The chat's screens, with canned turns so that they are always the same."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from polyrec.agent import Config, Event, ModelError, Ranked, Recommender, Replied, TextDelta
from polyrec.retrievers import Embedder
from polyrec.tui.chat.app import ChatApp
from polyrec.tui.chat.widgets import Chip, ItemCard, Notice, ReplyMessage, UserMessage

SIZE = (110, 34)
WISHES = {
    "en": "A funny French film from the nineties, no horror",
    "ja": "90年代のアニメ映画",
    "ar": "فيلم كوميدي قبل عام 1970",
    "de": "Ein ruhiger Film über eine Familie am Meer",
}


class CannedBot:
    """Plays turns of a real recommender with fixed times; `gate` holds the words back until it is set."""

    def __init__(self, bot: Recommender, gate: Flag | None = None, error: Exception | None = None) -> None:
        self.catalog = bot.catalog
        self._bot, self._gate, self._error = bot, gate, error

    def session(self, language: str | None = None, **options: Any) -> Any:
        session = self._bot.session(language, **options)
        turn = session.stream

        def stream(message: str | None) -> Iterator[Event]:
            for event in turn(message):
                if self._error and isinstance(event, Ranked):
                    raise self._error
                if self._gate and isinstance(event, TextDelta):
                    assert self._gate.wait(20)
                if isinstance(event, Replied):
                    event = Replied(replace(event.reply, timings={"found": 0.1, "replied": 2.5}))
                yield event

        session.stream = stream  # type: ignore[method-assign, assignment]
        return session

    def wait_for_model(self) -> None:
        return None


@pytest.fixture(autouse=True)
def still_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """A blinking cursor would make every other picture different."""
    monkeypatch.setattr(Input, "_toggle_cursor", lambda self: None)


async def ask(pilot: Pilot[None], text: str) -> None:
    pilot.app.query_one(Input).value = text
    await pilot.press("enter")


async def settle(pilot: Pilot[None], done: Callable[[], bool]) -> None:
    for _ in range(200):
        await pilot.pause(0.05)
        if done():
            await pilot.pause(0.2)
            return
    raise AssertionError("the screen never came to that")


def is_over(app: ChatApp) -> bool:
    return "2.5" in status(app) or "2,5" in status(app)


def status(app: ChatApp) -> str:
    return str(app.query_one("#status", Static).content)


@pytest.mark.parametrize("tag", WISHES)
@pytest.mark.parametrize("size", [SIZE, (60, 30)], ids=["wide", "narrow"])
def test_a_turn_as_a_picture(bot: Recommender, snap_compare: Any, tag: str, size: tuple[int, int]) -> None:
    app = ChatApp(CannedBot(bot), "en")

    async def run(pilot: Pilot[None]) -> None:
        await ask(pilot, WISHES[tag])
        await settle(pilot, lambda: is_over(app))

    assert snap_compare(app, run_before=run, terminal_size=size)


def test_the_greeting_as_a_picture(bot: Recommender, snap_compare: Any) -> None:
    assert snap_compare(ChatApp(CannedBot(bot), "fr"), terminal_size=SIZE)


async def test_cards_come_before_words_and_the_screen_never_waits(bot: Recommender) -> None:
    gate = Flag()
    app = ChatApp(CannedBot(bot, gate), "en")
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, WISHES["en"])
        await settle(pilot, lambda: len(app.query(ItemCard)) > 0)
        assert not app.query(ReplyMessage)
        await pilot.press("h", "i")
        assert app.query_one(Input).value == "hi"
        gate.set()
        await settle(pilot, lambda: is_over(app))
        assert "\n\n1. " in app.query_one(ReplyMessage).text


async def test_a_turn_can_be_stopped_and_the_next_one_asked(bot: Recommender) -> None:
    gate = Flag()
    app = ChatApp(CannedBot(bot, gate), "en")
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, WISHES["en"])
        await settle(pilot, lambda: len(app.query(ItemCard)) > 0)
        await pilot.press("escape")
        assert any("Stopped" in str(notice.content) for notice in app.query(Notice))
        gate.set()
        await ask(pilot, WISHES["de"])
        await settle(pilot, lambda: is_over(app))
        assert len(app.query(ReplyMessage)) == 1
        assert "Deutsch" in status(app)


async def test_an_error_is_said_with_its_remedy_and_the_chat_goes_on(bot: Recommender) -> None:
    app = ChatApp(CannedBot(bot, error=ModelError("It broke.", "Mend it.")), "en")
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, WISHES["en"])
        await settle(pilot, lambda: any("It broke.\nMend it." in str(notice.content) for notice in app.query(Notice)))
        assert app.is_running


async def test_markup_in_what_people_type_stays_text(bot: Recommender) -> None:
    app = ChatApp(CannedBot(bot), "en")
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "[bold red]a comedy[/] [@click=app.quit]x[/]")
        await settle(pilot, lambda: is_over(app))
        assert app.is_running


async def test_a_new_conversation_starts_empty(bot: Recommender) -> None:
    app = ChatApp(CannedBot(bot), "en")
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, WISHES["en"])
        await settle(pilot, lambda: is_over(app))
        await pilot.press("ctrl+n")
        await pilot.pause(0.2)
        assert not app.query(ItemCard)
        assert not app.query(ReplyMessage)


async def test_chips_say_what_is_believed_and_drop_it(bot: Recommender) -> None:
    app = ChatApp(CannedBot(bot), "en")
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "a French comedy")
        await settle(pilot, lambda: is_over(app) and len(app.query(Chip)) == 2)
        france = next(chip for chip in app.query(Chip) if "France" in str(chip.content))
        france.focus()
        await pilot.press("delete")
        await settle(pilot, lambda: len(app.query(Chip)) == 1 and is_over(app))
        assert [str(chip.content) for chip in app.query(Chip)] == ["comedy ×"]
        await pilot.press("ctrl+z")
        await settle(pilot, lambda: len(app.query(Chip)) == 2)


async def test_keys_on_a_card_tell_what_the_person_thinks(bot: Recommender) -> None:
    app = ChatApp(CannedBot(bot), "en")
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "a drama")
        await settle(pilot, lambda: is_over(app) and len(app.query(ItemCard)) == 3)
        cards = list(app.query(ItemCard))
        for card, key in zip(cards, "lds", strict=True):
            card.focus()
            await pilot.press(key)
        await settle(pilot, lambda: bool(app._session.state.seen))
        state = app._session.state
        assert [state.liked, state.disliked, state.seen] == [(card.item.id,) for card in cards]
        assert str(cards[0].query_one(".title", Static).content).startswith("♥")


async def test_surprise_is_a_dial(bot: Recommender) -> None:
    app = ChatApp(CannedBot(bot), "en")
    async with app.run_test(size=SIZE) as pilot:
        await ask(pilot, "a drama")
        await settle(pilot, lambda: is_over(app))
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: app._session.state.surprise > 0 and not app.is_busy)
        await pilot.press("ctrl+r")
        await settle(pilot, lambda: app._session.state.surprise == 0 and not app.is_busy)


async def test_a_kept_conversation_is_shown_again(config: Config, embedder: Embedder, tmp_path: Path) -> None:
    (tmp_path / "catalogs").symlink_to(config.data_dir / "catalogs")
    own = Recommender.open("films", embedder=embedder, config=config.model_copy(update={"data_dir": tmp_path}))
    own.session("en", name="talk").reply("a French comedy")
    app = ChatApp(own, "en", name="talk")
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot, lambda: len(app.query(Chip)) == 2)
        assert "a French comedy" in {str(one.content) for one in app.query(UserMessage)}
        assert app.query(ReplyMessage)
