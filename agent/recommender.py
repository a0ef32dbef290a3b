"""The one path from a message to a reply. Everything goes through it: the terminal, evaluation, chatbots."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from math import inf
from pathlib import Path
from threading import Event
from typing import Any

from polyrec.agent import language as languages
from polyrec.agent.centre import Centres
from polyrec.agent.config import Config, load_config
from polyrec.agent.embedding import configured_embedder
from polyrec.agent.errors import MessageError, ModelError
from polyrec.agent.events import Event as TurnEvent
from polyrec.agent.events import Found, Ranked, RankedItem, Replied, Reply, TextDelta, Understood
from polyrec.agent.explanation import RETOLD_TOKENS, Explainer, Passages, Reteller, Verifier, Wording
from polyrec.agent.llm import JudgingModel, LanguageModel, Limits, Usage, default_model, prepare_model
from polyrec.agent.models import languages_of
from polyrec.agent.ranking import TIME_SHARE, rank, rank_found
from polyrec.agent.session import Session
from polyrec.agent.suspicion import Suspicion
from polyrec.agent.translation import Translator
from polyrec.agent.understanding import Understanding
from polyrec.prompts import Prompts, load
from polyrec.retrievers import (
    SAMPLES,
    Candidates,
    Catalog,
    Embedder,
    Progress,
    Request,
    Shelf,
    check_embedder,
    retrieve,
    silent,
)

LONGEST_MESSAGE = 20_000
MOST_ITEMS = 20
USUAL_ITEMS = 3
HOSTED_POOL = 10
"""Candidates that a hosted model orders; the default model judges none, see docs/models.md."""


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
            name = _catalog_name(catalog, shelf, opening, progress)
            opened = shelf.open(name)
            pool.submit(lambda: opened.matrix)
            check_embedder(opened, opening.result())
        return cls(
            opened,
            opening.result(),
            _in_background(load_model),
            config,
        )

    def session(self, language: str | None = None) -> Session:
        """A new conversation; `language` is the BCP-47 tag to answer in while no message tells."""
        return Session(self, language or self.config.language or "en")

    def turn(
        self,
        message: str,
        count: int | None,
        language: str | None,
        previous_language: str | None,
        default_language: str,
        cancelled: Event | None = None,
    ) -> Iterator[TurnEvent]:
        """One turn as events; use `session().stream`, which remembers the conversation.

        Once `cancelled` is set, by any thread, the model stops and templates end the turn at once.
        """
        check_message(message, count)
        started = time.monotonic()
        limits = Limits(0, deadline=started + self.config.deadline, cancelled=cancelled)
        timings: dict[str, float] = {}
        usage = Usage()

        request = self._understanding.understand(message, previous_language, default_language, language)
        timings["understood"] = time.monotonic() - started
        yield Understood(request)

        count = count or request.count or USUAL_ITEMS
        candidates = self._retrieve(request)
        found = rank_found(request, candidates, count, self.catalog)
        timings["found"] = time.monotonic() - started
        yield Found(found)

        model = self._model.result()
        try:
            if model and self.config.translate:
                translated = self._translator.translate(request, model, limits, usage)
                if translated != request:
                    request, candidates = translated, self._retrieve(translated)
            ranked = self._rank(request, candidates, count, model, limits, usage)
            failed = False
        except ModelError:
            ranked, failed = found, True
        timings["ranked"] = time.monotonic() - started
        yield Ranked(ranked)

        prompts = load(request.language)
        explainer = self._explainer(request, ranked, prompts, None if failed else model, limits, usage)
        opening = explainer.wording.opening(request, ranked, count, candidates.dropped)
        pieces = []
        for piece in explainer.stream(opening, ranked):
            timings.setdefault("first_word", time.monotonic() - started)
            pieces.append(piece)
            yield TextDelta(piece)
        timings["replied"] = time.monotonic() - started
        yield Replied(
            Reply(
                text="".join(pieces),
                language=request.language,
                items=ranked,
                request=request,
                model=model.name if model else "none",
                prompt_version=f"{prompts.tag}-{prompts.version}",
                notes=(prompts.explanation.model_failed,) if failed or explainer.failed else (),
                timings=timings,
                usage=usage,
                written_by_model=explainer.reteller.retold,
            )
        )

    def _rank(
        self,
        request: Request,
        candidates: Candidates,
        count: int,
        model: LanguageModel | None,
        limits: Limits,
        usage: Usage,
    ) -> tuple[RankedItem, ...]:
        pool = self.config.judge
        if pool is None:
            pool = 0 if isinstance(model, JudgingModel) else HOSTED_POOL
        until = min(limits.deadline, time.monotonic() + TIME_SHARE * self.config.deadline)
        judging = replace(limits, deadline=until)
        return rank(request, candidates, count, self.catalog, self._suspicion, model, pool, judging, usage)

    def _explainer(
        self,
        request: Request,
        items: Sequence[RankedItem],
        prompts: Prompts,
        model: LanguageModel | None,
        limits: Limits,
        usage: Usage,
    ) -> Explainer:
        verifier = Verifier(self._understanding, self._centres, request, items, self.catalog.main_language)
        chosen = self.config.writes
        languages = languages_of(model.name if model else "") if chosen is None else dict.fromkeys(chosen, -inf)
        return Explainer(
            Wording(prompts, self.catalog.schema, request.language),
            Passages(self._embedder, self._suspicion, request.text),
            Reteller(prompts, model, languages, verifier),
            replace(limits, tokens=RETOLD_TOKENS, stop=("\n",)),
            usage,
        )

    def _retrieve(self, request: Request) -> Candidates:
        centre = self._centres.of(request.spoken)
        return retrieve(request, self.catalog, self._embedder, centre, diversity=self.config.diversity)

    def wait_for_model(self) -> LanguageModel | None:
        """The model once it is loaded, None without one; raises ModelError when it cannot be."""
        return self._model.result()

    def close(self) -> None:
        """Gives the model's memory back and closes the catalogue."""
        if self._model.exception() is None and (model := self._model.result()):
            model.close()
        self.catalog.close()


def check_message(message: str, count: int | None = None) -> None:
    """Raises MessageError for what no turn can answer."""
    if not message.strip():
        raise MessageError("The message is empty.", "Say what you are looking for.")
    if len(message) > LONGEST_MESSAGE:
        raise MessageError(
            f"The message has {len(message):,} characters; at most {LONGEST_MESSAGE:,} are read.",
            "Say it in fewer words.",
        )
    if count is not None and not 1 <= count <= MOST_ITEMS:
        raise MessageError(f"{count} items cannot be shown.", f"Ask for 1 to {MOST_ITEMS}.")


def _catalog_name(catalog: str | Path, shelf: Shelf, embedder: "Future[Embedder]", progress: Progress) -> str:
    """The name of a catalogue that stands on the shelf, indexed now if it is a file or a sample not yet opened."""
    name = str(catalog)
    if isinstance(catalog, Path) or (name not in shelf.names() and Path(name).suffix):
        path = Path(catalog)
        shelf.index(path, embedder.result, progress=progress)
        return path.stem
    if name in SAMPLES:
        shelf.ensure_sample(name, embedder.result, progress)
    return name


def _in_background(load: "Callable[[], LanguageModel | None]") -> "Future[LanguageModel | None]":
    """The model to come."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="polyrec-model")
    loading = pool.submit(load)
    pool.shutdown(wait=False)
    return loading
