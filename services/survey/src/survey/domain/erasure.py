"""What may stay of an answer when nothing may tell any more who gave it."""

from collections.abc import Mapping
from typing import Any

from survey.domain.surveys import Survey


def impersonal(answers: Mapping[str, Any], survey: Survey) -> dict[str, Any]:
    """Scores and chosen options: what could have been anybody's. Whatever a person wrote in their own words goes."""
    options = {question.key: set(question.choices) for question in survey.questions}
    kept = {key: _impersonal(value, options.get(key, set())) for key, value in answers.items()}
    return {key: value for key, value in kept.items() if value not in (None, [])}


def _impersonal(value: object, options: set[str]) -> object:
    if isinstance(value, list):
        return [item for item in value if _impersonal(item, options) is not None]
    if isinstance(value, str):
        return value if value in options else None
    return value if isinstance(value, int) else None
