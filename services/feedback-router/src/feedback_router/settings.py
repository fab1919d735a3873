"""What the feedback-router reads from the environment."""

from dataclasses import dataclass
from typing import Literal

from shared.settings import Environment, Settings, SettingsError

SentimentModel = Literal["escucha", "textblob"]


@dataclass(frozen=True)
class RouterSettings(Settings):
    """The common settings, where the survey's event log is, whether webhooks may lead to addresses inside, and the
    models that understand comments."""

    survey_url: str
    webhook_allow_private: bool = False
    encoder: bool = True
    sentiment_model: SentimentModel = "escucha"


def from_environment() -> RouterSettings:
    """Read the settings, or raise SettingsError naming the first that is wrong."""
    environment = Environment()
    encoder, sentiment_model = text_models()
    return RouterSettings(
        database_url=environment.text("ROUTER_DATABASE_URL"),
        redis_url=environment.text("REDIS_URL"),
        public_url=environment.address("PUBLIC_URL"),
        secret_key=environment.text("SECRET_KEY"),
        internal_key=environment.text("INTERNAL_KEY"),
        rate_limit=environment.number("RATE_LIMIT", "6000"),
        followers=("survey", "scoring", "feedback_router.webhooks"),
        survey_url=environment.address("SURVEY_URL"),
        webhook_allow_private=_yes(environment.text("WEBHOOK_ALLOW_PRIVATE", "no")),
        encoder=encoder,
        sentiment_model=sentiment_model,
    )


def text_models() -> tuple[bool, SentimentModel]:
    """Whether to use the encoder, and who measures sentiment; SettingsError when that is not what it can be."""
    environment = Environment()
    encoder = _on(environment.text("ENCODER", "on"))
    return encoder, _sentiment_model(environment.text("SENTIMENT_MODEL", "escucha"))


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise SettingsError(f"WEBHOOK_ALLOW_PRIVATE must be yes or no, not {text!r}.")
    return text == "yes"


def _on(text: str) -> bool:
    if text not in ("on", "off"):
        raise SettingsError(f"ENCODER must be on or off, not {text!r}.")
    return text == "on"


def _sentiment_model(text: str) -> SentimentModel:
    match text:
        case "escucha" | "textblob":
            return text
        case _:
            raise SettingsError(f"SENTIMENT_MODEL must be escucha or textblob, not {text!r}.")
