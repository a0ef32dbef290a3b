"""The one path from a message to a reply. Everything goes through it: the terminal, evaluation, chatbots."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from math import inf
from pathlib import Path
from threading import Event
from typing import Any

from polyrec.agent import language as languages
from polyrec.agent.centre import Centres
from polyrec.agent.config import Config, load_config
from polyrec.agent.dialogue import Dialogue, Examples, Move, Question, Turn, find_question
from polyrec.agent.dialogue.situation import Situation
from polyrec.agent.dialogue.state import SURPRISE
from polyrec.agent.embedding import configured_embedder
from polyrec.agent.errors import MessageError, ModelError
from polyrec.agent.events import Event as TurnEvent
from polyrec.agent.events import Found, Ranked, RankedItem, Replied, Reply, TextDelta, Understood
from polyrec.agent.evidence import find_evidence
from polyrec.agent.explanation import RETOLD_TOKENS, Explainer, Passages, Reteller, Verifier
from polyrec.agent.llm import JudgingModel, LanguageModel, Limits, Usage, default_model, prepare_model
from polyrec.agent.memory import Conversations, Database, People, open_memory
from polyrec.agent.models import languages_of
from polyrec.agent.opening import catalog_name, in_background
from polyrec.agent.profile import Profile
from polyrec.agent.profile.taste import Preferences, Tastes
from polyrec.agent.ranking import TIME_SHARE, rank, rank_found
from polyrec.agent.session import Session
from polyrec.agent.speech import Speech
from polyrec.agent.suspicion import Suspicion
from polyrec.agent.translation import Translator
from polyrec.agent.understanding import Understanding
from polyrec.prompts import Prompts, load
from polyrec.retrievers import Candidates, Catalog, Embedder, Progress, Request, Shelf, check_embedder, retrieve, silent

LONGEST_MESSAGE = 20_000
MOST_ITEMS = 20
USUAL_ITEMS = 3
HOSTED_POOL = 10
"""Candidates that a hosted model orders; the default model judges none, see docs/models.md."""
FRUITLESS = 1
"""Lists in a row of which nothing pleased, after which a question is asked."""


class Recommender:
    """A catalogue, an embedder and perhaps a language model, ready to talk. Safe to use from several threads."""

    def __init__(
        self,
        catalog: Catalog,
        embedder: Embedder,
        model: "Future[LanguageModel | None]",
        config: Config,
    ) -> None:
        self.catalog = catalog
        self.config = config
        self._embedder = embedder
        self._model = model
        self._understanding = Understanding(catalog, embedder)
        self._centres = Centres(embedder)
        self._dialogue = Dialogue(catalog, self._understanding, Examples(embedder, self._centres, config.states_dir))
        self._tastes = Tastes(catalog)
        self._suspicion = Suspicion(embedder)
        self._translator = Translator(catalog, self._centres, self._understanding)

    @classmethod
    def open(
        cls,
        catalog: str | Path,
        *,
        model: str | Any = None,
        embedder: str | Embedder | None = None,
        config: Config | None = None,
        progress: Progress = silent,
    ) -> "Recommender":
        """Opens a catalogue by name, or indexes a file and opens what it became; samples are indexed when first opened.

        `model` is a name (see Config.model), a LangChain chat model or a LanguageModel; it is loaded in the background.
        `progress` hears of indexing. Raises PolyrecError with a remedy when anything named is not there.
        """
        config = config or load_config()
        shelf = Shelf(config.data_dir / "catalogs")
        load_model = prepare_model(model if model is not None else default_model(config), config)
        with ThreadPoolExecutor(max_workers=3) as pool:
            pool.submit(languages.warm_up)
            opening = pool.submit(configured_embedder, config, embedder)
            name = catalog_name(catalog, shelf, opening, progress)
            opened = shelf.open(name)
            pool.submit(lambda: opened.matrix)
            check_embedder(opened, opening.result())
        return cls(opened, opening.result(), in_background(load_model), config)

    def session(
        self,
        language: str | None = None,
        *,
        name: str | None = None,
        person: str | None = None,
        private: bool = False,
    ) -> Session:
        """A conversation; `language` is the BCP-47 tag to answer in while no message tells.

        One with a `name` is kept, and goes on where it ended. What `person` likes is kept from one conversation to the
        next. A `private` one neither knows the person nor tells what happens in it to anybody, nor is it kept. Raises
        MemoryFileError where what is kept cannot be used.
        """
        lasting = person is not None and not private
        return Session(
            self,
            language or self.config.language or "en",
            profile=self.people.profile(person) if lasting and person else Profile(),
            conversations=self.conversations if name and not private else None,
            name=name or "",
            person=person,
        )

    @cached_property
    def people(self) -> People:
        """The profiles that last."""
        return People(self._memory)

    @cached_property
    def conversations(self) -> Conversations:
        """The conversations that are kept."""
        return Conversations(self._memory)

    @cached_property
    def _memory(self) -> Database:
        return open_memory(self.config.data_dir)

    def turn(
        self,
        message: str | None,
        situation: Situation,
        count: int | None = None,
        language: str | None = None,
        cancelled: Event | None = None,
    ) -> Iterator[TurnEvent]:
        """One turn as events; use `session().stream`, which remembers the conversation.

        Without a message it recommends what the state asks for. Once `cancelled` is set, by any thread, the model stops
        and templates end the turn at once.
        """
        check_message(message, count)
        started = time.monotonic()
        limits = Limits(0, deadline=started + self.config.deadline, cancelled=cancelled)
        timings: dict[str, float] = {}
        usage = Usage()

        turn = self._interpret(message, situation, language)
        preferences = self._tastes.of(situation.profile)
        request = preferences.on(turn.request)
        timings["understood"] = time.monotonic() - started
        yield Understood(request, turn.move)

        prompts = load(request.language)
        speech = Speech(prompts, self.catalog.schema, request.language, self._suspicion)
        if (answer := self._answer(turn, situation, speech)) is not None:
            timings["first_word"] = timings["replied"] = time.monotonic() - started
            yield TextDelta(answer)
            yield Replied(self._reply(turn, request, prompts, answer, timings=timings, usage=usage))
            return

        count = count or request.count or USUAL_ITEMS
        candidates = self._retrieve(request, turn, preferences)
        found = rank_found(request, candidates, count, self.catalog, preferences)
        timings["found"] = time.monotonic() - started
        yield Found(found)

        model = self._model.result()
        try:
            if model and self.config.translate and message:
                translated = self._translator.translate(request, model, limits, usage)
                if translated != request:
                    request, candidates = translated, self._retrieve(translated, turn, preferences)
            ranked = self._rank(request, candidates, count, preferences, model, limits, usage)
            failed = False
        except ModelError:
            ranked, failed = found, True
        timings["ranked"] = time.monotonic() - started
        yield Ranked(ranked)

        question = self._question(turn, situation, candidates)
        explainer = self._explainer(request, ranked, speech, prompts, None if failed else model, limits, usage)
        pieces = []
        for piece in explainer.stream(speech.opening(turn, request, ranked, count, candidates), ranked):
            timings.setdefault("first_word", time.monotonic() - started)
            pieces.append(piece)
            yield TextDelta(piece)
        if question:
            pieces.append(speech.question(question))
            yield TextDelta(pieces[-1])
        timings["replied"] = time.monotonic() - started
        notes = (prompts.explanation.model_failed,) if failed or explainer.failed else ()
        reply = self._reply(turn, request, prompts, "".join(pieces), ranked, question, timings=timings, usage=usage)
        name = model.name if model else "none"
        yield Replied(replace(reply, model=name, notes=notes, written_by_model=explainer.reteller.retold))

    def _interpret(self, message: str | None, situation: Situation, language: str | None) -> Turn:
        if message is None:
            return self._dialogue.unspoken(
                situation.state, language or situation.language or situation.default_language
            )
        spoken = (situation.language, situation.default_language, language)
        return self._dialogue.interpret(message, situation.state, situation.undone, *spoken)

    def _answer(self, turn: Turn, situation: Situation, speech: Speech) -> str | None:
        """What is said in a turn that recommends nothing; None in one that does."""
        items = [RankedItem(item, find_evidence(turn.request, item, self.catalog), 0.0) for item in turn.items]
        return speech.answer(turn, situation, items)

    def _question(self, turn: Turn, situation: Situation, candidates: Candidates) -> Question | None:
        """What to ask at the end of a reply: where little was said or nothing pleases, and never twice in a row."""
        is_stuck = turn.state.fruitless >= FRUITLESS
        if situation.state.question or not (turn.move is Move.UNCLEAR or is_stuck):
            return None
        settled = {*turn.state.asked, *(wish.field for wish in turn.request.constraints)}
        return find_question([hit.item for hit in candidates.hits], self.catalog.schema, settled)

    def _reply(
        self,
        turn: Turn,
        request: Request,
        prompts: Prompts,
        text: str,
        ranked: tuple[RankedItem, ...] = (),
        question: Question | None = None,
        *,
        timings: dict[str, float],
        usage: Usage,
    ) -> Reply:
        state = turn.state.with_list(tuple(item.id for item in ranked)) if ranked else turn.state
        if question:
            state = replace(state, question=question.field, asked=(*state.asked, question.field))
        return Reply(
            text=text,
            language=request.language,
            items=ranked,
            request=request,
            model="none",
            prompt_version=f"{prompts.tag}-{prompts.version}",
            timings=timings,
            usage=usage,
            move=turn.move,
            state=state,
            about=turn.items,
            question=question,
        )

    def _rank(
        self,
        request: Request,
        candidates: Candidates,
        count: int,
        preferences: Preferences,
        model: LanguageModel | None,
        limits: Limits,
        usage: Usage,
    ) -> tuple[RankedItem, ...]:
        pool = self.config.judge
        if pool is None:
            pool = 0 if isinstance(model, JudgingModel) else HOSTED_POOL
        until = min(limits.deadline, time.monotonic() + TIME_SHARE * self.config.deadline)
        judging = replace(limits, deadline=until)
        return rank(request, candidates, count, self.catalog, preferences, self._suspicion, model, pool, judging, usage)

    def _explainer(
        self,
        request: Request,
        items: Sequence[RankedItem],
        speech: Speech,
        prompts: Prompts,
        model: LanguageModel | None,
        limits: Limits,
        usage: Usage,
    ) -> Explainer:
        verifier = Verifier(self._understanding, self._centres, request, items, self.catalog.main_language)
        chosen = self.config.writes
        languages = languages_of(model.name if model else "") if chosen is None else dict.fromkeys(chosen, -inf)
        return Explainer(
            speech.wording,
            Passages(self._embedder, self._suspicion, request.asked or request.text),
            Reteller(prompts, model, languages, verifier),
            replace(limits, tokens=RETOLD_TOKENS, stop=("\n",)),
            usage,
        )

    def _retrieve(self, request: Request, turn: Turn, preferences: Preferences) -> Candidates:
        centre = self._centres.of(request.spoken)
        surprise = SURPRISE if turn.move is Move.SURPRISE else turn.state.surprise
        return retrieve(
            request,
            self.catalog,
            self._embedder,
            centre,
            diversity=max(self.config.diversity, surprise),
            taste=preferences.taste,
            known=turn.state.known | preferences.known,
        )

    def wait_for_model(self) -> LanguageModel | None:
        """The model once it is loaded, None without one; raises ModelError when it cannot be."""
        return self._model.result()

    def close(self) -> None:
        """Gives the model's memory back and closes the catalogue."""
        if self._model.exception() is None and (model := self._model.result()):
            model.close()
        self._memory.close()
        self.catalog.close()


def check_message(message: str | None, count: int | None = None) -> None:
    """Raises MessageError for what no turn can answer; None is no message, which is answered by what is wished."""
    if message is not None and not message.strip():
        raise MessageError("The message is empty.", "Say what you are looking for.")
    if message is not None and len(message) > LONGEST_MESSAGE:
        raise MessageError(
            f"The message has {len(message):,} characters; at most {LONGEST_MESSAGE:,} are read.",
            "Say it in fewer words.",
        )
    if count is not None and not 1 <= count <= MOST_ITEMS:
        raise MessageError(f"{count} items cannot be shown.", f"Ask for 1 to {MOST_ITEMS}.")
