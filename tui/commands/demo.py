"""polyrec demo: one real turn in each of six languages, without a terminal."""

import typer

from polyrec.tui.commands.options import ModelOption

WISHES = {
    "en": "A warm-hearted British comedy from the nineties, under two hours",
    "es": "Algo como Amélie, pero más oscuro",
    "de": "Ein spannender Thriller, aber kein Horror, höchstens 120 Minuten",
    "ja": "90年代のアニメ映画で、心が温まるもの",
    "ar": "فيلم كوميدي قديم قبل عام 1970",
    "hi": "दोस्ती के बारे में कोई कॉमेडी फ़िल्म",
}


def demo(model: ModelOption = None) -> None:
    """Show one turn in each of six languages."""
    from polyrec.agent import Recommender, Reply
    from polyrec.agent.explanation import Wording
    from polyrec.prompts import load
    from polyrec.tui.commands.progress import indexing_bar

    with indexing_bar() as bar:
        bot = Recommender.open("films", model=model, progress=bar)
    for language, wish in WISHES.items():
        reply: Reply = bot.session().reply(wish, language=language)
        wording = Wording(load(language), bot.catalog.schema, language)
        typer.echo(f"── {language} " + "─" * 60)
        typer.echo(wish)
        for wanted in reply.request.wishes:
            typer.echo(
                f"  ← {wanted.span.text!r}: {type(wanted).__name__} decided by {wanted.source}"
                f"{', negated' if wanted.negated else ''}"
            )
        typer.echo("")
        for item in reply.items:
            relevance = "" if item.relevance is None else f"  relevance {item.relevance:.2f}"
            typer.echo(f"  {item.title} [{item.item.language}]  {wording.facts(item)}{relevance}")
        typer.echo(f"\n{reply.text}\n")
        timings = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in reply.timings.items())
        typer.echo(f"  {reply.model}, {reply.usage.read} tokens read, {reply.usage.written} written; {timings}\n")
    bot.close()
