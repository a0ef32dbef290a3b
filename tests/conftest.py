"""Real parts, small data: some forty films, indexed once a run, apart from anything that the developer has."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from polyrec.agent import Config, Recommender
from polyrec.retrievers import Catalog, Embedder, Shelf, load_schema, open_embedder

SAMPLES = Path(__file__).parent.parent / "retrievers" / "samples"
WANTED = {
    "amelie-2001", "m-1931", "groundhog-day-1993", "spirited-away-2001", "farewell-my-concubine-1993", "stalker-1979",
    "blade-runner-1982", "pulp-fiction-1994", "la-dolce-vita-1960", "parasite-2019", "toy-story-1995", "ring-1998",
    "shoplifters-2018", "nosferatu-1922", "rashomon-1950", "seven-samurai-1954", "city-lights-1931",
}  # fmt: skip
EVERY = 16


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """Where the developer's models lie: the only thing of theirs that tests look at."""
    return Path(os.environ.get("POLYREC_MODELS_DIR") or Config().models_dir)


@pytest.fixture(scope="session", autouse=True)
def isolated(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[None]:
    """Keeps every test away from the developer's catalogues and settings."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("POLYREC_")]:
            patch.delenv(name)
        patch.setenv("POLYREC_DATA_DIR", str(home / "data"))
        patch.setenv("POLYREC_MODELS_DIR", str(home / "models"))
        patch.setenv("POLYREC_STATES_DIR", str(home / "states"))
        patch.setenv("XDG_CONFIG_HOME", str(home / "config"))
        patch.setenv("LANG", "C.UTF-8")
        patch.delenv("LC_ALL", raising=False)
        yield


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    return open_embedder()


@pytest.fixture(scope="session")
def film_rows() -> list[dict[str, object]]:
    lines = (SAMPLES / "films.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [row for number, row in enumerate(rows) if number % EVERY == 0 or row["id"] in WANTED]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, film_rows: list[dict[str, object]], embedder: Embedder) -> Shelf:
    """A shelf with the catalogue `films`."""
    folder = tmp_path_factory.mktemp("shelf")
    source = folder / "films.jsonl"
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in film_rows), "utf-8")
    shelf = Shelf(folder / "data" / "catalogs")
    shelf.index(source, lambda: embedder, schema=load_schema(SAMPLES / "films.toml"))
    return shelf


@pytest.fixture(scope="session")
def films(shelf: Shelf) -> Catalog:
    return shelf.open("films")


@pytest.fixture(scope="session")
def config(shelf: Shelf, models_dir: Path) -> Config:
    return Config(data_dir=shelf.folder.parent, models_dir=models_dir, model="none", deadline=300)


@pytest.fixture(scope="session")
def bot(config: Config, embedder: Embedder) -> Iterator[Recommender]:
    """A recommender without a language model."""
    bot = Recommender.open("films", model="none", embedder=embedder, config=config)
    yield bot
    bot.close()
