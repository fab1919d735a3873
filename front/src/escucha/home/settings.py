"""What the home page reads from the environment."""

from dataclasses import dataclass

from shared.settings import Environment


@dataclass(frozen=True)
class HomeSettings:
    """Where the services answer, and the secrets that they share."""

    public_url: str
    secret_key: str
    internal_key: str
    service_urls: dict[str, str]


def from_environment() -> HomeSettings:
    """Read the settings, or raise SettingsError naming the first that is wrong."""
    environment = Environment()
    return HomeSettings(
        public_url=environment.address("PUBLIC_URL"),
        secret_key=environment.text("SECRET_KEY"),
        internal_key=environment.text("INTERNAL_KEY"),
        service_urls={
            "survey": environment.address("SURVEY_URL"),
            "router": environment.address("ROUTER_URL"),
            "scoring": environment.address("SCORING_URL"),
        },
    )
