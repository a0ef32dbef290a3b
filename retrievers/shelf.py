"""The folder in which a person's catalogues stand."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path

from filelock import FileLock, Timeout

from polyrec.retrievers.catalog import DATABASE, Catalog
from polyrec.retrievers.database import connect, forget_vectors, vectors_folder
from polyrec.retrievers.embedders import Embedder
from polyrec.retrievers.errors import CatalogError
from polyrec.retrievers.indexing import IndexReport, Progress, embed_items, load_items, silent
from polyrec.retrievers.reading import check_source
from polyrec.retrievers.schema import Schema, load_schema

NAME = re.compile(r"[\w][\w.\-]{0,63}")
SAMPLES = ("films", "shop")


class Shelf:
    """Catalogues by name, each a folder of its own below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """The names of the catalogues that stand here."""
        return sorted(path.parent.name for path in self.folder.glob(f"*/{DATABASE}"))

    def open(self, name: str) -> Catalog:
        """The catalogue of this name; raises CatalogError when there is none or its indexing has not ended."""
        folder = self._folder(name)
        if name not in self.names():
            known = ", ".join(sorted({*self.names(), *SAMPLES}))
            raise CatalogError(
                f"There is no catalogue {name!r}.",
                f"You have: {known}. Add one with: polyrec index FILE --name {name}",
            )
        catalog = Catalog(folder)
        if catalog.waiting:
            source = catalog.meta["source"]
            raise CatalogError(
                f"The catalogue {name} is not fully indexed: {catalog.waiting} of {len(catalog)} items are missing.",
                f"Go on with: polyrec index {source} --name {name}",
            )
        return catalog

    def index(
        self,
        source: Path,
        embedder: Callable[[], Embedder],
        *,
        name: str | None = None,
        schema: Schema | None = None,
        rebuild: bool = False,
        progress: Progress = silent,
    ) -> IndexReport:
        """Brings a catalogue to what a file says; items that did not change are left alone.

        `rebuild` embeds every item anew. Raises CatalogError when another process indexes the same catalogue, the
        file cannot be used, or nothing can be written; the catalogue then stays as it was.
        """
        if str(source) != "-":
            check_source(source)
        name = name or ("stdin" if str(source) == "-" else source.stem)
        folder = self._folder(name)
        existed = folder.exists()
        lock = self._lock(name)
        try:
            report = self._index(
                folder,
                source if str(source) == "-" else source.resolve(),
                embedder,
                schema,
                rebuild,
                progress,
            )
        except CatalogError:
            if not existed:
                shutil.rmtree(folder, ignore_errors=True)
            raise
        finally:
            lock.release()
        return report

    def ensure_sample(self, name: str, embedder: Callable[[], Embedder], progress: Progress = silent) -> None:
        """Indexes one of the samples that come with polyrec, or goes on with it; done at once if it stands."""
        if self._stands(name):
            return
        with as_file(files("polyrec.retrievers.samples")) as samples:
            schema = load_schema(samples / f"{name}.toml")
            self.index(samples / f"{name}.jsonl", embedder, name=name, schema=schema, progress=progress)

    def _stands(self, name: str) -> bool:
        """Whether a sample is there and whole; one of an older polyrec is removed, since it can be made again."""
        if name not in self.names():
            return False
        try:
            catalog = Catalog(self._folder(name))
        except CatalogError:
            self.remove(name)
            return False
        waiting = catalog.waiting
        catalog.close()
        return not waiting

    def remove(self, name: str) -> None:
        """Removes a catalogue and all that was derived from it; the file that it was made from stays."""
        folder = self._folder(name)
        if not folder.exists():
            raise CatalogError(f"There is no catalogue {name!r}.", f"You have: {', '.join(self.names()) or 'none'}.")
        lock = self._lock(name)
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise CatalogError(f"{folder} cannot be removed: {error.strerror}.", "Check its permissions.") from None
        finally:
            lock.release()

    def _index(
        self,
        folder: Path,
        source: Path,
        embedder: Callable[[], Embedder],
        schema: Schema | None,
        rebuild: bool,
        progress: Progress,
    ) -> IndexReport:
        from polyrec.retrievers.vectors import ChromaError, VectorStore

        try:
            folder.mkdir(exist_ok=True)
            with closing(connect(folder / DATABASE, create=True)) as database:
                report = load_items(database, source, schema, folder / "rejects.jsonl", progress)
                if rebuild:
                    forget_vectors(database, folder)
                store = VectorStore(vectors_folder(database, folder))
                embed_items(database, folder, store, embedder(), progress)
                return report
        except OSError as error:
            raise _unwritable(folder, error) from None
        except (sqlite3.Error, ChromaError) as error:
            raise CatalogError(
                f"The catalogue in {folder} cannot be written: {error}.",
                "Free some space on its disk, then run the same command again: it goes on where it stopped.",
            ) from None

    def _folder(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise CatalogError(
                f"{name!r} cannot name a catalogue.",
                "Use letters, digits, dots, hyphens and underscores, at most 64.",
            )
        return self.folder / name

    def _lock(self, name: str) -> FileLock:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / f".{name}.lock", timeout=0)
            lock.acquire()
        except Timeout:
            raise CatalogError(
                f"Another process is indexing the catalogue {name}.",
                "Wait until it has ended, then try again.",
            ) from None
        except OSError as error:
            raise _unwritable(self.folder, error) from None
        return lock


def _unwritable(folder: Path, error: OSError) -> CatalogError:
    return CatalogError(
        f"{folder} cannot be written: {error.strerror}.",
        "Check its permissions, or set POLYREC_DATA_DIR to another folder.",
    )
