"""Who is measured: polyrec as it ships, with and without a model, and its peers, over the same catalogues."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from polyrec.agent import Config, Event, Recommender
from polyrec.agent.embedding import configured_embedder
from polyrec.agent.llm import LanguageModel, is_hosted, prepare_model
from polyrec.agent.models import find_model
from polyrec.eval.errors import EvaluationError
from polyrec.retrievers import SAMPLES, Catalog, Embedder, Progress, Shelf

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

POLYREC, NONE, TEXTBOOK, VECTORS = "polyrec", "polyrec-none", "textbook", "vectors"
LEARNED = "polyrec-learned"
SYSTEMS = {
    POLYREC: "polyrec with the language model",
    NONE: "polyrec without a model",
    TEXTBOOK: "LangChain, the ten nearest items in one prompt, the same embedder and model",
    VECTORS: "the nearest items by the same embedder, nothing else",
    LEARNED: "polyrec without a model, once it has learned what people chose together",
}
USUAL = tuple(name for name in SYSTEMS if name != LEARNED)
"""What can take part where there is nothing to learn from."""
MOVIES = "movies"
"""The catalogue made of films.jsonl in the data folder."""
MOVIES_FILE = "films.jsonl"
COURSES = "courses"
Kind = TypeVar("Kind", bound=Event)


class Conversation(Protocol):
    """Turns that follow one another; see polyrec.agent.Session.stream."""

    def stream(self, message: str, *, n: int = 3, language: str | None = None) -> Iterator[Event]:
        """The events of one turn."""
        ...


class Talker(Protocol):
    """What holds conversations over a catalogue: a Recommender, or a peer that imitates its events."""

    catalog: Catalog

    def session(self, language: str | None = None) -> Conversation:
        """A new conversation; `language` is what to answer in while no message tells."""
        ...


@dataclass(frozen=True, slots=True)
class System:
    """A talker under the name that it has in reports."""

    name: str
    talker: Talker

    @property
    def catalog(self) -> Catalog:
        """What it recommends from."""
        return self.talker.catalog


def first(events: Iterator[Event], kind: type[Kind]) -> Kind | None:
    """The first event of this kind; the turn is not carried on behind it. None when there is none."""
    for event in events:
        if isinstance(event, kind):
            if hasattr(events, "close"):
                events.close()
            return event
    return None


class Lineup:
    """Opens systems when they are first needed, each catalogue and the model once.

    Samples stand on the person's shelf; what only evaluation needs lies in a folder of its own beside it.
    """

    def __init__(self, model: str, config: Config, data: Path, progress: Progress) -> None:
        self.model = model
        self._config = config
        self._data = data
        self._progress = progress
        self._systems: dict[tuple[str, str], System] = {}

    def system(self, name: str, catalog: str) -> System:
        """A system over a catalogue. Raises PolyrecError when it cannot be opened."""
        if (name, catalog) not in self._systems:
            self._systems[name, catalog] = System(name, self._open(name, catalog))
        return self._systems[name, catalog]

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder of all systems."""
        return configured_embedder(self._config)

    @cached_property
    def language_model(self) -> LanguageModel | None:
        """The language model of polyrec, None for `none`."""
        return prepare_model(self.model, self._config)()

    def _open(self, name: str, catalog: str) -> Talker:
        if name in (POLYREC, NONE, LEARNED):
            return self._recommender(catalog, self.language_model if name == POLYREC else None)
        reference = self.system(NONE, catalog).catalog
        if name == VECTORS:
            from polyrec.eval.peers.vectors import VectorSearch

            return VectorSearch(reference, self.embedder)
        if name == TEXTBOOK:
            return self._textbook(reference)
        raise EvaluationError(f"There is no system {name!r}.", f"Choose among: {', '.join(SYSTEMS)}.")

    def _recommender(self, catalog: str, model: LanguageModel | None) -> Recommender:
        config = self._config
        if catalog not in SAMPLES:
            config = config.model_copy(update={"data_dir": config.data_dir / "eval"})
            self._index(catalog, Shelf(config.data_dir / "catalogs"))
        return Recommender.open(
            catalog, model=model or "none", embedder=self.embedder, config=config, progress=self._progress
        )

    def _index(self, catalog: str, shelf: Shelf) -> None:
        with as_file(files("polyrec.eval.suites.diversity").joinpath(f"{COURSES}.jsonl")) as courses:
            source = self._data / MOVIES_FILE if catalog == MOVIES else courses
            shelf.index(source, lambda: self.embedder, name=catalog, progress=self._progress)

    def _textbook(self, catalog: Catalog) -> Talker:
        from polyrec.eval.peers.textbook import TextbookRag

        return TextbookRag(catalog, self.embedder, self._chat_model, self.model)

    @cached_property
    def _chat_model(self) -> "BaseChatModel":
        """The same language model as LangChain knows it, with a context of its own."""
        if is_hosted(self.model):
            from langchain.chat_models import init_chat_model

            key = self._config.api_key.get_secret_value() if self._config.api_key else None
            hosted: BaseChatModel = init_chat_model(
                self.model, base_url=self._config.base_url, api_key=key, temperature=0, timeout=self._config.deadline
            )
            return hosted
        from polyrec.eval.peers.llama_chat import LlamaChat

        return LlamaChat.open(find_model(self.model, self._config.models_dir), self._config.threads)
