"""The chat: a conversation on one side, what was found on the other."""

from collections.abc import Callable
from string import Template

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Input, Static
from textual.worker import get_current_worker

from polyrec.agent import Found, PolyrecError, Ranked, RankedItem, Replied, Reply, TextDelta, Understood
from polyrec.agent.dialogue.state import SURPRISE
from polyrec.agent.explanation import Wording
from polyrec.agent.locales import show_seconds
from polyrec.prompts import load
from polyrec.tui.chat.bot import Bot
from polyrec.tui.chat.messages import ModelReady, TurnFailed, TurnHappened
from polyrec.tui.chat.widgets import Chip, Chips, ItemCard, Notice, ReplyMessage, UserMessage, direction

PAST = 20
"""Turns of a conversation taken up again that are shown."""


class ChatApp(App[None]):
    """Talks with a recommender. Workers post messages, handlers touch widgets, nothing here waits for a model."""

    TITLE = "polyrec"
    CSS_PATH = "chat.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (90, "-wide")]  # noqa: RUF012

    def __init__(
        self,
        bot: Bot,
        language: str,
        *,
        name: str | None = None,
        person: str | None = None,
        private: bool = False,
    ) -> None:
        super().__init__()
        self._bot = bot
        self._person, self._private = person, private
        self._session = bot.session(language, name=name, person=person, private=private)
        self._language = self._session.language or language
        self._texts = load(self._language).interface
        self._turn = 0
        self._stage = self._timings = ""
        self._model: str | None = None
        self._is_model_ready = False
        self._reply: ReplyMessage | None = None
        self._bindings.bind("escape", "stop", self._texts.stop, show=True)
        self._bindings.bind("ctrl+z", "undo", self._texts.undo, show=True, priority=True)
        self._bindings.bind("ctrl+r", "surprise", self._texts.surprise, show=True)
        self._bindings.bind("ctrl+n", "new_conversation", self._texts.new_conversation, show=True)
        self._bindings.bind("ctrl+q", "quit", self._texts.quit, show=True, priority=True)

    def compose(self) -> ComposeResult:
        """Conversation and cards side by side, the input and the status line below."""
        with Horizontal(id="panes"):
            yield VerticalScroll(id="conversation")
            yield VerticalScroll(id="cards")
        yield Chips(id="wishes")
        yield Input(placeholder=self._texts.placeholder, id="message")
        yield Static(id="status", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Greets, and waits for the model in the background."""
        self.query_one("#conversation", VerticalScroll).anchor()
        self._greet()
        self._recall()
        self.run_worker(self._wait_for_model, thread=True, group="model")
        self.query_one(Input).focus()

    @property
    def is_busy(self) -> bool:
        """Whether a turn is running."""
        return bool(self._stage)

    def action_stop(self) -> None:
        """Leaves the turn that is running; what it said so far stays."""
        if self.is_busy:
            self._session.cancel()
            self.workers.cancel_group(self, "turn")
            self._turn += 1
            self._stage = ""
            self._say(Notice(self._texts.stopped))
            self._show_status()

    def action_new_conversation(self) -> None:
        """Forgets what was said and found."""
        self.action_stop()
        self._session = self._bot.session(self._language, person=self._person, private=self._private)
        self._timings = ""
        self.query_one("#conversation").remove_children()
        self.query_one("#cards").remove_children()
        self._greet()

    def action_undo(self) -> None:
        """Goes back to before the last turn or change, and shows what is found then."""
        self._begin(None, self._session.undo)

    def action_surprise(self) -> None:
        """Turns the dial of surprise up, or back."""
        dial = 0.0 if self._session.state.surprise else SURPRISE
        self._begin(None, lambda: self._session.surprise(dial))

    @on(Chip.Dropped)
    def drop_belief(self, dropped: Chip.Dropped) -> None:
        """Gives up what the person does not want any more, and shows what is found without it."""
        belief = dropped.belief
        self._begin(None, lambda: self._session.drop(belief))

    @on(ItemCard.Judged)
    def take_judgement(self, judged: ItemCard.Judged) -> None:
        """Keeps what the person thinks of an item, for the next turn."""
        kind, item = judged.kind, judged.item
        texts = load(self._language).conversation
        said = {"like": texts.liked, "dislike": texts.disliked, "seen": texts.seen}[kind]
        self._say(Notice(Template(said).safe_substitute(title=item.title)))
        self.run_worker(lambda: self._session.feedback(kind, item.id), thread=True, group="feedback")

    @on(Input.Submitted)
    def take_message(self, submitted: Input.Submitted) -> None:
        """Starts a turn; one that is still running is left."""
        if submitted.value.strip():
            submitted.input.clear()
            self._begin(submitted.value)

    def _begin(self, message: str | None, change: Callable[[], object] | None = None) -> None:
        """Starts a turn, once `change` was made by hand; a turn that is still running is left."""
        self.action_stop()
        self._turn += 1
        self._stage = self._texts.searching
        self._reply = None
        if message:
            self._say(UserMessage(message))
        self._show_status()
        turn = self._turn
        self.run_worker(lambda: self._run_turn(turn, message, change), thread=True, group="turn")

    @on(TurnHappened)
    def show_event(self, happened: TurnHappened) -> None:
        """Puts an event of the present turn on the screen."""
        if happened.turn != self._turn:
            return
        match happened.event:
            case Understood(request):
                self._speak(request.language)
            case Found(items):
                self._stage = self._texts.weighing
                self._show_cards(items)
            case Ranked(items):
                self._stage = self._texts.writing
                self._show_cards(items)
            case TextDelta(text):
                self._append(text)
            case Replied(reply):
                self._finish(reply)
        self._show_status()

    @on(TurnFailed)
    def show_failure(self, failed: TurnFailed) -> None:
        """Says what went wrong and what to do."""
        if failed.turn == self._turn:
            self._stage = ""
            self._say(Notice(f"{failed.error}\n{failed.error.remedy}"))
            self._show_status()

    @on(ModelReady)
    def show_model(self, ready: ModelReady) -> None:
        """Names the model in the status line."""
        self._model, self._is_model_ready = ready.name, True
        if ready.error:
            self._say(Notice(f"{ready.error}\n{ready.error.remedy}"))
        self._show_status()

    def _run_turn(self, turn: int, message: str | None, change: Callable[[], object] | None) -> None:
        worker = get_current_worker()
        try:
            if change:
                change()
            for event in self._session.stream(message):
                if worker.is_cancelled:
                    return
                self.post_message(TurnHappened(turn, event))
        except PolyrecError as error:
            self.post_message(TurnFailed(turn, error))

    def _wait_for_model(self) -> None:
        try:
            model = self._bot.wait_for_model()
            self.post_message(ModelReady(model.name if model else None))
        except PolyrecError as error:
            self.post_message(ModelReady(None, error))

    def _greet(self) -> None:
        self._say(Notice(self._texts.welcome))
        self._show_chips()
        self._show_status()

    def _recall(self) -> None:
        """Shows what was said in a conversation that is taken up again."""
        for turn in self._session.past(PAST):
            if turn.message:
                self._say(UserMessage(turn.message))
            if turn.reply:
                self._say(ReplyMessage(turn.reply))
        self._show_chips()

    def _speak(self, language: str) -> None:
        """Lets the screen follow the language of the conversation."""
        self._language = language
        self._texts = load(language).interface
        self.query_one(Input).placeholder = self._texts.placeholder

    def _say(self, widget: Static) -> None:
        widget.add_class(direction(self._language))
        self.query_one("#conversation").mount(widget)

    def _show_chips(self) -> None:
        wording = self._wording()
        beliefs = tuple((belief, wording.belief(belief)) for belief in self._session.state.beliefs)
        self.query_one(Chips).show(self._texts.wishes, self._texts.no_wishes, beliefs, self._language)

    def _wording(self) -> Wording:
        return Wording(load(self._language), self._bot.catalog.schema, self._language)

    def _append(self, text: str) -> None:
        if self._reply is None:
            self._reply = ReplyMessage()
            self._say(self._reply)
        self._reply.append(text)

    def _show_cards(self, items: tuple[RankedItem, ...]) -> None:
        wording = self._wording()
        cards = self.query_one("#cards", VerticalScroll)
        with self.batch_update():
            cards.remove_children()
            cards.mount(*(ItemCard(item, wording, self._language, self._texts) for item in items))
        cards.scroll_home(animate=False)

    def _finish(self, reply: Reply) -> None:
        self._stage = ""
        self._timings = " · ".join(
            Template(text).substitute(seconds=show_seconds(reply.timings[moment], reply.language))
            for text, moment in ((self._texts.first_cards, "found"), (self._texts.whole_turn, "replied"))
            if moment in reply.timings
        )
        self._show_chips()
        for note in reply.notes:
            self._say(Notice(note))

    def _show_status(self) -> None:
        name = load(self._language).name
        model = self._model or (self._texts.no_model if self._is_model_ready else self._texts.loading_model)
        private = self._texts.private if self._private else ""
        parts = [self._bot.catalog.name, model, name, private, self._stage or self._timings]
        self.query_one("#status", Static).update("   ".join(filter(None, parts)))
