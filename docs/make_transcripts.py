"""Writes the conversations of docs/conversation.md anew, by really holding them: python docs/make_transcripts.py."""

from collections.abc import Iterator
from pathlib import Path

from polyrec.agent import Recommender, Reply
from polyrec.agent.explanation import Wording
from polyrec.prompts import load

PAGE = Path(__file__).parent / "conversation.md"
BEGIN, END = "<!-- transcripts: written by docs/make_transcripts.py -->", "<!-- end of transcripts -->"
SAID = {
    "en": (
        "I'd like a comedy from the nineties",
        "something French, please",
        "who directed the second one?",
        "actually, any year is fine, but no romance",
        "I've already seen the first one",
        "why the third one?",
        "go back",
        "thanks, that's all!",
    ),
    "de": (
        "Kannst du mir was Gutes empfehlen?",
        "lieber einen Krimi",
        "nicht länger als zwei Stunden",
        "was Älteres als der erste",
        "worum geht's im zweiten?",
        "mehr wie der zweite",
        "wie wird morgen das Wetter?",
        "vergiss alles, ich will eine Doku",
    ),
    "ja": (
        "日本のドラマ映画が見たい",
        "2番目のは何分？",
        "もっと新しいのがいい",
        "1つ目と2つ目を比べて",
        "やっぱり年代はいつでもいい",
        "他のを見せて",
        "ありがとう！",
    ),
    "ar": (
        "أريد فيلم دراما من الستينات",
        "إيطالي لو سمحت",
        "كم مدة الثاني؟",
        "بدون حرب",
        "السنة لا تهم",
        "غيرها",
        "شكرًا جزيلًا",
    ),
}


def main() -> None:
    """Holds every conversation without a model, and puts them in the place of those before."""
    bot = Recommender.open("films", model="none")
    held = "\n".join(line for language, messages in SAID.items() for line in _hold(bot, language, messages))
    bot.close()
    text = PAGE.read_text("utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{held}\n{END}{after}", "utf-8")


def _hold(bot: Recommender, language: str, messages: tuple[str, ...]) -> Iterator[str]:
    yield f"\n### {load(language).name}\n"
    session = bot.session(language)
    for message in messages:
        reply = session.reply(message)
        yield from _lines(message, reply, Wording(load(reply.language), bot.catalog.schema, reply.language))


def _lines(message: str, reply: Reply, wording: Wording) -> Iterator[str]:
    chips = " · ".join(map(wording.belief, reply.state.beliefs))
    yield f"> **{message}**\n"
    yield from (f"{line}  " if line else "" for line in reply.text.splitlines())
    yield f"\n<sub>`{reply.move}`{f' — {chips}' if chips else ''}</sub>\n"


if __name__ == "__main__":
    main()
