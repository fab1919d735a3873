"""Who owns the place that a comment comes from is nearer to it; the words go on deciding."""

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.context import Context
from feedback_router.domain.ownership import ownership_of
from feedback_router.domain.rules import RuleBook
from feedback_router.domain.teams import Team

TEAMS = (
    Team("fitters", "Fitters", "", stages=("Instalación",), products=("fibre",)),
    Team("digital", "Digital", "", channels=("app",)),
    Team("fibre", "Fibre", "", products=("Fibre", "mesh")),
    Team("triage", "Triage", "", stages=("Instalación",)),
)
OWNED = ownership_of(RuleBook(1, TEAMS, "triage", ()))
NAMES = st.none() | st.sampled_from(["instalacion", "app", "fibre", "mesh", "elsewhere"])


@pytest.mark.parametrize(
    ("context", "odds"),
    [
        (Context("s"), {}),
        (Context("s", stage="elsewhere"), {}),
        (Context("s", stage="instalacion"), {"fitters": 3}),
        (Context("s", channel="App"), {"digital": 3}),
        (Context("s", stage="Instalación", product="fibre"), {"fitters": 9, "fibre": 3}),
    ],
)
def test_each_thing_that_a_team_owns_makes_it_three_times_as_likely(
    context: Context, odds: dict[str, float]
) -> None:
    assert {team: exp(log) for team, log in OWNED.log_odds(context).items()} == pytest.approx(odds)


def test_what_a_team_owns_is_named_as_the_touchpoint_spelt_it() -> None:
    context = Context("s", stage="instalacion", product="Fibre")
    assert OWNED.found("fitters", context) == (("stage", "instalacion"), ("product", "Fibre"))
    assert OWNED.found("digital", context) == ()


@given(st.builds(Context, st.just("s"), stage=NAMES, channel=NAMES, product=NAMES))
def test_a_team_is_nearer_just_when_it_owns_something_and_triage_never_is(context: Context) -> None:
    odds = OWNED.log_odds(context)
    assert set(odds) == {team.key for team in TEAMS[:-1] if OWNED.found(team.key, context)}
    assert all(log > 0 for log in odds.values())
