"""The shape of a language's file. English is the model: a test holds every other to its keys and placeholders."""

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A table of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Interface(Part):
    """What the terminal says."""

    welcome: str
    placeholder: str
    no_model: str
    loading_model: str
    searching: str
    weighing: str
    writing: str
    first_cards: str
    whole_turn: str
    stop: str
    stopped: str
    new_conversation: str
    quit: str
    wishes: str
    no_wishes: str
    undo: str
    like: str
    dislike: str
    seen: str
    surprise: str
    private: str


class Plural(Part):
    """One text for each plural category of CLDR that a language has; `other` is what the rest fall back to."""

    zero: str | None = None
    one: str | None = None
    two: str | None = None
    few: str | None = None
    many: str | None = None
    other: str

    def form(self, category: str) -> str:
        """The text of a category."""
        return getattr(self, category, None) or self.other


class Explanation(Part):
    """What an explanation says without a model. Placeholders are filled with words that are never inflected."""

    opening: str
    opening_similar: str
    opening_partial: str
    opening_relaxed: str
    opening_wishes: str
    nothing: str
    fits: str
    misses: str
    resembles: str
    together: str
    close: str
    fact: str
    unknown: str
    without: str
    wished: str
    at_least: str
    at_most: str
    between: str
    model_failed: str
    fewer: Plural


class Conversation(Part):
    """What polyrec says where it recommends nothing, and of a person's profile."""

    hello: str
    fine: str
    thanks: str
    goodbye: str
    outside: str
    told: str
    not_stated: str
    alike: str
    which: str
    nothing_shown: str
    others_closer: str
    already_shown: str
    undone: str
    nothing_to_undo: str
    started_over: str
    liked: str
    disliked: str
    seen: str
    taken: str
    question: str
    no_more: str
    others: str
    surprise: str
    start: str
    popular: str
    because_liked: str
    often_liked: str
    profile_likes: str
    profile_dislikes: str
    profile_seen: str
    profile_empty: str
    left: Plural


class ModelPrompt(Part):
    """How a model is asked to retell a passage; `retold` does it for each passage of retelling.toml."""

    system: str
    retold: tuple[str, ...]


class Halves(Part):
    """How a language builds "an hour and a half" (`one`) and "2 and a half hours" (`more`), with {unit} and {n}."""

    one: tuple[str, ...]
    more: tuple[str, ...]


class ReplyLanguage(Part):
    """How a person asks for the reply's language: frames with {language}, and names of languages by BCP-47 tag."""

    answer_in: tuple[str, ...]
    names: dict[str, tuple[str, ...]]


class Moves(Part):
    """Words for what a person does besides wishing."""

    start_over: tuple[str, ...]
    undo: tuple[str, ...]
    others: tuple[str, ...]
    hello: tuple[str, ...]
    how_are_you: tuple[str, ...]
    thanks: tuple[str, ...]
    goodbye: tuple[str, ...]
    compare: tuple[str, ...]
    why: tuple[str, ...]
    why_not: tuple[str, ...]
    liked: tuple[str, ...]
    disliked: tuple[str, ...]
    seen: tuple[str, ...]
    taken: tuple[str, ...]
    surprise: tuple[str, ...]
    instead: tuple[str, ...]
    any: tuple[str, ...]


class Degree(Part):
    """Frames for less and more of something, {x}."""

    less: tuple[str, ...]
    more: tuple[str, ...]


class Examples(Part):
    """Whole messages: `outside` have nothing to do with a catalogue, `wishes` say what is wanted, `vague` do not."""

    outside: tuple[str, ...]
    wishes: tuple[str, ...]
    vague: tuple[str, ...]


class Cues(Part):
    """Words that understanding listens for, as people type them; a final * stands for any further letters."""

    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    but: tuple[str, ...]
    like: tuple[str, ...]
    less_than: tuple[str, ...]
    more_than: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    range: tuple[str, ...]
    decade: tuple[str, ...]
    or_: tuple[str, ...] = Field(alias="or")
    name_before: tuple[str, ...]
    name_after: tuple[str, ...]
    rating: tuple[str, ...]
    count: tuple[str, ...]
    in_language: tuple[str, ...]
    decades: dict[int, tuple[str, ...]]
    countries: dict[str, tuple[str, ...]]
    numbers: dict[str, tuple[str, ...]]
    halves: Halves
    units: dict[str, tuple[str, ...]]
    measures: dict[str, tuple[str, ...]]
    first: dict[str, tuple[str, ...]]
    reply: ReplyLanguage
    moves: Moves
    than: dict[str, tuple[str, ...]]
    degree: Degree
    places: dict[str, tuple[str, ...]]
    pointers: dict[str, tuple[str, ...]]
    ask: dict[str, tuple[str, ...]]
    fields: dict[str, tuple[str, ...]]
    examples: Examples
    values: dict[str, tuple[str, ...]]


class Prompts(Part):
    """One language. `tag` is its BCP-47 tag, `name` what it calls itself, `version` counts the file's editions."""

    version: int
    tag: str
    name: str
    interface: Interface
    explanation: Explanation
    conversation: Conversation
    prompt: ModelPrompt
    cues: Cues


class Telling(Part):
    """Words that tell a language, by BCP-47 tag, in small letters without accents.

    `latin` holds languages of other scripts as people type them in Latin letters, `variants` near relatives.
    """

    latin: dict[str, tuple[str, ...]]
    variants: dict[str, tuple[str, ...]]


class Translator(Part):
    """How a model is asked to say a wish in the catalogue's language, whose English name is $language."""

    version: int
    system: str


class Retelling(Part):
    """Passages that every language's file retells, as examples for a model."""

    version: int
    passages: tuple[str, ...]


class Hostile(Part):
    """What speaks to a model rather than to a reader, and what describes things."""

    version: int
    commands: tuple[str, ...]
    descriptions: tuple[str, ...]


class Ranker(Part):
    """How a model that gives no likelihoods is asked for an order, in English whatever the wish's language."""

    version: int
    system: str
    question: str


class Judge(Part):
    """How a model is asked whether one item answers a wish, in English whatever the wish's language.

    Its answer is never read as text: only the likelihoods of `yes` and `no` are compared.
    """

    version: int
    system: str
    question: str
    yes: str
    no: str
