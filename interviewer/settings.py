"""The environment, read once and frozen. It opens nothing and holds no defaults that need a network.

Every variable has one line in ``.env.example``. No ``.env`` file is read by itself: a folder one happens to stand in
must not be able to send a key elsewhere.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from interviewer.errors import SettingsError

PREFIX = "INTERVIEWER_"
OFFICIAL = "https://api.anthropic.com"
LogLevel = Literal["debug", "info", "warning", "error"]
Seconds = Annotated[float, Field(gt=0, le=600, allow_inf_nan=False)]
_HOST = re.compile(r"[A-Za-z0-9_.*:\[\]-]{1,253}")


def _home() -> Path:
    return user_data_path("lab-interviewer", appauthor=False)


class Settings(BaseSettings):
    """What a deployment may choose. Build it with :func:`load_settings`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore", use_attribute_docstrings=True,
        populate_by_name=True,
    )  # fmt: skip

    home: Path = Field(default_factory=_home)
    """Folder of everything that is kept: interviews, keys, locks."""
    database_url: str = ""
    """``sqlite:///file`` or ``postgresql://…``; empty is a SQLite file in ``home``."""
    content: Path | None = None
    """Folder with rounds and personas of one's own; the same path replaces ours, others add."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: Annotated[int, Field(ge=0, le=65_535)] = 8642
    """Port to listen on; 0 takes a free one."""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Names, besides this machine's own, under which a browser may reach it; with commas between."""
    anthropic_api_key: SecretStr | None = Field(default=None, validation_alias="ANTHROPIC_API_KEY")
    """Key of the model service; without one only rehearsal speaks."""
    anthropic_auth_token: SecretStr | None = Field(default=None, validation_alias="ANTHROPIC_AUTH_TOKEN")
    """Bearer token, for gateways that want one instead of a key."""
    anthropic_base_url: str = Field(default=OFFICIAL, validation_alias="ANTHROPIC_BASE_URL")
    """Server of the Messages API; a local one needs no key."""
    model: Annotated[str, Field(min_length=1, max_length=200)] = "claude-sonnet-5-5"
    """Model that speaks."""
    fallback_model: Annotated[str, Field(max_length=200)] = ""
    """Model asked where the first one refuses; empty for none."""
    reader_model: Annotated[str, Field(min_length=1, max_length=200)] = "claude-haiku-5-5"
    """Model that reads answers beside the one that speaks; ``none`` for no reading."""
    reading_wait_s: Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)] = 0.7
    """Most the next words wait for a reading, where they hang on it."""
    budget_usd: Annotated[float, Field(ge=0, le=1_000, allow_inf_nan=False)] = 2.0
    """Most one interview may spend, unless the candidate chooses otherwise."""
    connect_s: Seconds = 5.0
    """Wait for a connection to the model service."""
    first_text_s: Seconds = 20.0
    """Wait for the first word of a reply."""
    no_text_s: Seconds = 12.0
    """Wait between two words of a reply."""
    total_s: Seconds = 75.0
    """Wait for a whole reply, further tries included."""
    log_level: LogLevel = "info"
    """Least urgent messages that are logged."""

    @property
    def has_claude(self) -> bool:
        """Whether a model service can be asked: there is a key, or a server of one's own."""
        return bool(self.anthropic_api_key or self.anthropic_auth_token) or self.anthropic_base_url != OFFICIAL

    @property
    def model_host(self) -> str:
        """Where the candidate's words go when Claude speaks, for people."""
        return urlsplit(self.anthropic_base_url).netloc.rpartition("@")[2]

    @field_validator("home", "content")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return value.expanduser().absolute() if value else None

    @field_validator("content")
    @classmethod
    def _folder(cls, value: Path | None) -> Path | None:
        if value and not value.is_dir():
            raise ValueError("a folder that exists")
        return value

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(part.strip() for part in parts if part.strip()) if isinstance(parts, list) else parts

    @field_validator("allowed_hosts")
    @classmethod
    def _names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(_HOST.fullmatch(name) for name in value):
            raise ValueError("host names with commas between, such as interviews.example.org, without https://")
        return value

    @field_validator("anthropic_base_url")
    @classmethod
    def _server(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("an address such as http://127.0.0.1:11434")
        return value.rstrip("/")

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read nothing but what :func:`load_settings` hands in."""
        return (init_settings,)


class _Given(EnvSettingsSource):
    """pydantic-settings' reader of environments over a mapping of ours."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env
        super().__init__(Settings)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {key.lower(): value for key, value in self._env.items() if value.strip()}


def variable(name: str) -> str:
    """Return the environment variable of a field."""
    alias = Settings.model_fields[name].validation_alias
    return alias if isinstance(alias, str) else PREFIX + name.upper()


def load_settings(env: Mapping[str, str] | None = None) -> Settings:
    """Return the settings an environment asks for, the process's own by default; raises SettingsError."""
    given: dict[str, Any] = _Given(os.environ if env is None else env)()
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = _field(str(first["loc"][0]))
        raise SettingsError(variable(name), _reason(name, first["input"], first["msg"])) from None


def _field(key: str) -> str:
    """Return the field that a key of the reader's names."""
    return next(name for name in Settings.model_fields if key in {name, variable(name)})


def _reason(name: str, value: object, message: str) -> str:
    """Return what is wrong; a value that might hold a secret is described, never repeated."""
    allowed = message.removeprefix("Value error, ").removeprefix("Input should be ").removeprefix("a valid ")
    allowed = allowed.partition(",")[0] if "unable to parse" in allowed else allowed
    return f"{_class_of(name, value)} cannot be used here; allowed: {allowed}."


def _class_of(name: str, value: object) -> str:
    if name in _QUIET:
        return f"a text of {len(str(value))} characters"
    return f"{value!r}" if len(str(value)) <= 80 else f"a text of {len(str(value))} characters"


def _secret(field: FieldInfo) -> bool:
    return "SecretStr" in str(field.annotation)


_QUIET = frozenset(name for name, field in Settings.model_fields.items() if _secret(field)) | {
    "anthropic_base_url", "database_url",
}  # fmt: skip
"""Fields whose values may hold a key or a password."""
