"""Settings: read once from the environment into a frozen object; nothing else looks at the environment.

A value may come from NAME or, for secrets that are mounted as files, from the file that NAME_FILE names.
"""

from dataclasses import dataclass, field

from environs import EnvError, FileAwareEnv


class SettingsError(Exception):
    """The environment lacks a setting or holds one that can't be used; the message says which."""


@dataclass(frozen=True)
class Settings:
    """What each service needs to know, whatever it does."""

    database_url: str
    redis_url: str
    public_url: str
    secret_key: str
    internal_key: str
    followers: tuple[str, ...]
    # How many requests a minute a key may make that has no limit of its own.
    rate_limit: int = field(default=6000, kw_only=True)


class Environment:
    """A reader of the environment that names the setting in every complaint."""

    def __init__(self) -> None:
        self._env = FileAwareEnv(strip_whitespace=True)

    def text(self, name: str, default: str | None = None) -> str:
        """The setting's value. SettingsError when it is missing, empty, or its file can't be read."""
        try:
            value = self._env.str(name) if default is None else self._env.str(name, default)
        except (EnvError, ValueError) as error:
            raise SettingsError(f"{name} is not set, and has no default: {error}") from error
        if not value and default is None:
            raise SettingsError(f"{name} is empty.")
        return str(value)

    def number(self, name: str, default: str) -> int:
        """A whole number from 1 on."""
        value = self.text(name, default)
        if not (value.isascii() and value.isdigit() and int(value)):
            raise SettingsError(f"{name} must be a whole number from 1 on, not {value!r}.")
        return int(value)

    def address(self, name: str, default: str | None = None) -> str:
        """A URL without a slash at its end."""
        value = self.text(name, default)
        if "://" not in value:
            raise SettingsError(f"{name} must be a URL such as http://127.0.0.1:8000, not {value!r}.")
        return value.rstrip("/")
