"""What is nothing but praise, and whom it praises: in doubt somebody looks at it, and nobody is guessed."""

from dataclasses import replace

import pytest

from feedback_router.domain.praise import (
    Praised,
    is_nothing_but_praise,
    is_token_of,
    praised,
    token_of,
)
from feedback_router.domain.teams import Person, Team
from feedback_router.domain.understanding import Kind, Sentiment, Severity, Understanding

THANKS = Understanding(
    language="en",
    language_confidence=1.0,
    sentiment=Sentiment.POSITIVE,
    sentiment_score=0.9,
    kind=Kind.PRAISE,
    kind_confidence=0.9,
    severity=Severity.NONE,
    severity_score=0.0,
    severity_reasons=(),
    topics=(),
    personal_data=(),
    masked_text="Thank you",
    model_version="1",
)
INES, HUGO, OTHER_HUGO = (
    Person("ines", "Inês Matos"),
    Person("hugo", "Hugo Serra"),
    Person("hugo2", "Hugo Peral"),
)
TEAM = Team("billing", "Billing", "", owners=(INES,), members=(HUGO,))


def test_thanks_without_harm_are_nothing_but_praise() -> None:
    assert is_nothing_but_praise(THANKS, "after-support", [(10, 10), (6, 7)])


@pytest.mark.parametrize(
    ("understanding", "survey", "scores"),
    [
        (replace(THANKS, kind=Kind.COMPLAINT), "after-support", []),
        (replace(THANKS, sentiment=Sentiment.NEUTRAL), "after-support", []),
        (replace(THANKS, sentiment=None), "after-support", []),
        (replace(THANKS, severity=Severity.MILD), "after-support", []),
        (THANKS, "complaint-page", []),
        (THANKS, "staff-report", []),
        (THANKS, "after-support", [(10, 10), (6, 10)]),
    ],
    ids=["complaint", "neutral", "unknown language", "harm", "complaint page", "report", "low score"],
)
def test_in_doubt_it_is_none(
    understanding: Understanding, survey: str, scores: list[tuple[int, int]]
) -> None:
    assert not is_nothing_but_praise(understanding, survey, scores)


@pytest.mark.parametrize(
    ("text", "agent", "whom"),
    [
        ("Gracias, todo bien", None, ()),
        ("Gracias, todo bien", "hugo", (Praised("hugo", "touchpoint"),)),
        ("Gracias, todo bien", "  Hugo   SERRA ", (Praised("hugo", "touchpoint"),)),
        ("Gracias, todo bien", "somebody else", ()),
        ("Ines was a great help", None, (Praised("ines", "name"),)),
        ("HUGO SERRA was a great help", None, (Praised("hugo", "name"),)),
        ("hugo was a great help", None, ()),
        ("Hugolino was a great help", None, ()),
        ("Thank you Inês and Hugo", "ines", (Praised("ines", "touchpoint"), Praised("hugo", "name"))),
    ],
)
def test_people_are_known_by_the_touchpoint_or_by_their_names_in_the_team(
    text: str, agent: str | None, whom: tuple[Praised, ...]
) -> None:
    assert praised(text, TEAM, agent, (INES, HUGO)) == whom


def test_a_first_name_that_two_have_is_nobodys_but_the_whole_name_is() -> None:
    team = replace(TEAM, members=(HUGO, OTHER_HUGO))
    assert praised("Hugo was great", team, None, ()) == ()
    assert praised("Hugo Peral was great", team, None, ()) == (Praised("hugo2", "name"),)


def test_a_name_of_another_team_is_not_looked_for_in_the_text() -> None:
    assert praised("Hugo was great", replace(TEAM, members=()), None, (HUGO,)) == ()


def test_a_link_is_one_persons_alone() -> None:
    token = token_of("hugo", "secret")
    assert is_token_of(token, "hugo", "secret")
    assert not is_token_of(token, "ines", "secret")
    assert not is_token_of(token, "hugo", "another secret")
    assert not is_token_of("ñ", "hugo", "secret")
