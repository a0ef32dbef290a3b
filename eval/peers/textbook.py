"""Textbook RAG as a tutorial writes it: the ten nearest documents in one prompt, "answer in the user's language"."""

import time
from collections.abc import Iterator, Sequence

import chromadb
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from polyrec.agent import Event, Evidence, Found, Ranked, RankedItem, Replied, Reply, TextDelta
from polyrec.agent.llm import Usage
from polyrec.retrievers import Catalog, Embedder, Item, Request
from polyrec.retrievers.text import fold

DOCUMENTS = 10
MOST_TOKENS = 400
BATCH = 1_000
SYSTEM = """You are a helpful recommendation assistant. Use the following items to answer the user. Recommend {count} \
items and explain why each one fits. Only recommend items from the list. Answer in the user's language.

{documents}"""


class QueryEmbeddings(Embeddings):
    """An embedder of ours as LangChain knows them."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_query(self, text: str) -> list[float]:
        """The vector of what a person asks."""
        return [float(number) for number in self._embedder.query([text])[0]]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of what items say."""
        return [[float(number) for number in vector] for vector in self._embedder.passage(texts)]


class TextbookRag:
    """A retrieval chain over a catalogue. It takes over the catalogue's vectors, so that nothing is embedded twice."""

    def __init__(self, catalog: Catalog, embedder: Embedder, model: BaseChatModel, name: str) -> None:
        self.catalog = catalog
        self.model = model
        self.name = name
        client = chromadb.EphemeralClient(settings=Settings(anonymized_telemetry=False))
        store = Chroma(f"textbook-{catalog.name}", QueryEmbeddings(embedder), client=client)
        _fill(client.get_collection(f"textbook-{catalog.name}"), catalog)
        self.retriever = store.as_retriever(search_kwargs={"k": DOCUMENTS})

    def session(self, language: str | None = None) -> "TextbookSession":
        """See Talker.session; the model finds out the language for itself."""
        del language
        return TextbookSession(self)


class TextbookSession:
    """A conversation: earlier messages stand in the prompt, retrieval sees the last one."""

    def __init__(self, rag: TextbookRag) -> None:
        self._rag = rag
        self._history: list[BaseMessage] = []

    def stream(self, message: str, *, n: int = 3, language: str | None = None) -> Iterator[Event]:
        """See Session.stream. Its items are those that the answer names, in its order, then the rest as retrieved."""
        del language
        started = time.monotonic()
        documents = self._rag.retriever.invoke(message)
        items = [item for one in documents if (item := self._rag.catalog.item(str(one.metadata["id"])))]
        timings = {"found": time.monotonic() - started}
        yield Found(_ranked(items[:n]))
        text = SYSTEM.format(count=n, documents="\n\n".join(one.page_content for one in documents))
        messages = [SystemMessage(text), *self._history, HumanMessage(message)]
        answer = ""
        for chunk in self._rag.model.stream(messages, max_tokens=MOST_TOKENS):
            timings.setdefault("first_word", time.monotonic() - started)
            answer += chunk.text
            yield TextDelta(chunk.text)
        timings["replied"] = time.monotonic() - started
        self._history += [HumanMessage(message), AIMessage(answer)]
        named = sorted(items, key=lambda item: _place(item, answer))[:n]
        yield Ranked(_ranked(named))
        read = sum(self._rag.model.get_num_tokens(str(one.content)) for one in messages)
        usage = Usage(read, self._rag.model.get_num_tokens(answer))
        request = Request(message, "und")
        yield Replied(
            Reply(answer, "und", _ranked(named), request, self._rag.name, "textbook", timings=timings, usage=usage)
        )


def _place(item: Item, answer: str) -> float:
    """Where an answer names an item; behind everything when it does not."""
    place = fold(answer).find(fold(item.title))
    return place if place >= 0 else float("inf")


def _ranked(items: Sequence[Item]) -> tuple[RankedItem, ...]:
    return tuple(RankedItem(item, (Evidence("close"),), 0.0) for item in items)


def _fill(collection: chromadb.Collection, catalog: Catalog) -> None:
    for offset in range(0, len(catalog), BATCH):
        items = catalog.page(BATCH, offset)
        collection.add(
            ids=[item.id for item in items],
            embeddings=catalog.matrix.vectors[offset : offset + len(items)],
            documents=[_document(item) for item in items],
            metadatas=[{"id": item.id} for item in items],
        )


def _document(item: Item) -> str:
    """An item as a tutorial's document: every field with its name."""
    fields = "\n".join(f"{name}: {', '.join(item.values(name))}" for name in item.fields)
    return f"title: {item.title}\n{fields}\ndescription: {item.description}"
