"""What the demo company's customers say is read for what it is, whichever models the house runs with."""

from importlib.resources import files

import pytest
import yaml

from feedback_router.domain.understanding import CommentText, Kind
from feedback_router.text.pipeline import load_pipeline

MOODS = {"low": False, "high": True}


@pytest.fixture(scope="module")
def comments() -> list[tuple[str, CommentText]]:
    """Every comment with its mood."""
    text = files("escucha.demo").joinpath("company/comments.yaml").read_text(encoding="utf-8")
    themes: dict[str, dict[str, dict[str, list[str]]]] = yaml.safe_load(text)
    return [
        (mood, CommentText(said, language))
        for moods in themes.values()
        for mood, languages in moods.items()
        for language, texts in languages.items()
        for said in texts
    ]


@pytest.mark.parametrize("encoder", [True, False], ids=["encoder", "without encoder"])
def test_what_happy_customers_say_is_praise_and_what_others_say_is_not(
    comments: list[tuple[str, CommentText]], encoder: bool
) -> None:
    understood = load_pipeline(encoder=encoder).understand([comment for _, comment in comments])
    wrong = [
        (mood, comment.text, found.kind)
        for (mood, comment), found in zip(comments, understood, strict=True)
        if (found.kind == Kind.PRAISE) is not MOODS[mood]
    ]
    assert wrong == []
