"""What the feedback-router reads from the environment."""

from dataclasses import dataclass

from shared.settings import Environment, Settings


@dataclass(frozen=True)
class RouterSettings(Settings):
    """The common settings, and where the survey's event log is."""

    survey_url: str


def from_environment() -> RouterSettings:
    """Read the settings, or raise SettingsError naming the first that is wrong."""
    environment = Environment()
    return RouterSettings(
        database_url=environment.text("ROUTER_DATABASE_URL"),
        redis_url=environment.text("REDIS_URL"),
        public_url=environment.address("PUBLIC_URL"),
        secret_key=environment.text("SECRET_KEY"),
        internal_key=environment.text("INTERNAL_KEY"),
        followers=("scoring",),
        survey_url=environment.address("SURVEY_URL"),
    )
