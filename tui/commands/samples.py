"""polyrec samples: index the catalogues that come with polyrec."""

import typer


def samples() -> None:
    """Index the sample catalogues, films and shop; what stands already is left alone."""
    from polyrec.agent import load_config
    from polyrec.agent.embedding import configured_embedder
    from polyrec.retrievers import SAMPLES, Shelf
    from polyrec.tui.commands.progress import indexing_bar

    config = load_config()
    shelf = Shelf(config.data_dir / "catalogs")
    for name in SAMPLES:
        with indexing_bar() as bar:
            shelf.ensure_sample(name, lambda: configured_embedder(config), bar)
        typer.echo(f"{name}: {len(shelf.open(name))} items")
