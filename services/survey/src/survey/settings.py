"""What the survey service reads from the environment."""

from dataclasses import dataclass

from shared.settings import Environment, Settings


@dataclass(frozen=True)
class SurveySettings(Settings):
    """The common settings, and how to send mail."""

    smtp_url: str
    mail_from: str


def from_environment() -> SurveySettings:
    """Read the settings, or raise SettingsError naming the first that is wrong."""
    environment = Environment()
    return SurveySettings(
        database_url=environment.text("SURVEY_DATABASE_URL"),
        redis_url=environment.text("REDIS_URL"),
        public_url=environment.address("PUBLIC_URL"),
        secret_key=environment.text("SECRET_KEY"),
        internal_key=environment.text("INTERNAL_KEY"),
        followers=("feedback_router", "scoring"),
        smtp_url=environment.text("SMTP_URL"),
        mail_from=environment.text("MAIL_FROM", "Escucha <surveys@escucha.example>"),
    )
