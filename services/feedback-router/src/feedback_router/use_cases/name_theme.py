"""What a theme is called for one reader: by its customers' words in the reader's language, where some speak it."""

from uuid import UUID

from psycopg import Connection

from feedback_router.store import themes
from feedback_router.text.theme_names import name_of


def name_theme(connection: Connection, theme_id: UUID, language: str) -> str:
    """Its name; a person's name for it is everybody's. Empty where it has none, or is gone."""
    theme = themes.get(connection, theme_id)
    if theme is None:
        return ""
    said = theme.phrases.get(language)
    return name_of({language: said}) if said and theme.named_by is None else theme.name
