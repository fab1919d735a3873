"""What the scoring service reads from the environment."""

from dataclasses import dataclass

from shared.settings import Environment, Settings


@dataclass(frozen=True)
class ScoringSettings(Settings):
    """The common settings, and where the logs are that scoring follows."""

    survey_url: str
    router_url: str


def from_environment() -> ScoringSettings:
    """Read the settings, or raise SettingsError naming the first that is wrong."""
    environment = Environment()
    return ScoringSettings(
        database_url=environment.text("SCORING_DATABASE_URL"),
        redis_url=environment.text("REDIS_URL"),
        public_url=environment.address("PUBLIC_URL"),
        secret_key=environment.text("SECRET_KEY"),
        internal_key=environment.text("INTERNAL_KEY"),
        rate_limit=environment.number("RATE_LIMIT", "6000"),
        followers=(),
        survey_url=environment.address("SURVEY_URL"),
        router_url=environment.address("ROUTER_URL"),
    )
