"""Which team takes which comment, and why."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.context import Context, Score
from feedback_router.domain.reasons import NO_MATCH, NO_RULES, Why
from feedback_router.domain.routing import Assignment, RunnerUp, compile_rules, route
from feedback_router.domain.rules import FIRST_BOOK, Rule, RuleBook, ScoreAtMost
from feedback_router.domain.swearing import SWEARING
from feedback_router.domain.teams import Team
from feedback_router.use_cases.word_reasons import in_words

TEAMS = tuple(Team(key, key.title(), "") for key in ("billing", "field", "digital", "care", "triage"))
RULES = compile_rules(
    RuleBook(
        version=7,
        teams=TEAMS,
        triage="triage",
        rules=(
            Rule("billing", "billing", words=("factur*", "fatura*", "invoice", "charged twice")),
            Rule("refunds", "billing", words=("refund", "reembolso")),
            Rule(
                "fitters",
                "field",
                words=("router", "técnico", "technician"),
                stages=("Instalación", "repair"),
            ),
            Rule("app", "digital", words=("doesn't work", "no funciona"), channels=("app",)),
            Rule("unhappy", "care", score_at_most=(ScoreAtMost("nps", 6), ScoreAtMost("CES", 3))),
        ),
    )
)
SHOP = Context(survey="relationship", channel="shop")


def routed(comment: str, context: Context = SHOP) -> Assignment:
    return route(comment, context, RULES)


def test_a_word_of_the_comment_names_the_team_and_is_quoted() -> None:
    assert routed("¡Otra Factura equivocada!") == Assignment(
        team="billing",
        rule="billing",
        why={
            "code": "rule",
            "rule": "billing",
            "phrases": ["Factura"],
            "places": [],
            "topics": [],
            "severity": None,
            "scores": [],
        },
        phrases=("Factura",),
        runner_up=None,
        rules_version=7,
    )


def test_what_no_rule_wants_goes_to_triage() -> None:
    assert routed("Todo bien") == Assignment("triage", None, NO_MATCH, (), None, 7, "triage")
    assert routed("").team == "triage"


def test_without_any_rules_triage_gets_it_and_the_reason_says_so() -> None:
    assert route("Otra factura", SHOP, compile_rules(FIRST_BOOK)) == Assignment(
        "triage", None, NO_RULES, (), None, 0, "triage"
    )


def test_one_list_of_words_serves_several_languages() -> None:
    assert {routed(said).team for said in ("me facturaron mal", "a fatura veio errada", "wrong invoice")} == {
        "billing"
    }


def test_the_first_rule_wins_and_the_next_for_another_team_is_kept() -> None:
    at_home = replace(SHOP, stage="repair")
    decided = routed("Please refund this invoice, the technician never came", at_home)
    assert (decided.team, decided.rule) == ("billing", "billing")
    assert decided.runner_up == RunnerUp(team="field", rule="fitters")


def test_all_conditions_of_a_rule_must_hold() -> None:
    assert routed("The router is dead", replace(SHOP, stage="delivery")).team == "triage"
    assert routed("The router is dead").team == "triage"
    assert routed("The fitters were kind", replace(SHOP, stage="repair")).team == "triage"


def test_places_are_compared_without_case_and_accents() -> None:
    decided = routed("El router no enciende", replace(SHOP, stage="instalacion"))
    assert in_words(decided.why, "en") == (
        'Rule "fitters": the comment says "router" and the stage is "instalacion".'
    )


@pytest.mark.parametrize(
    ("place", "rule", "there"),
    [
        ("survey", Rule("here", "care", surveys=("x", "y")), replace(SHOP, survey="y")),
        ("journey", Rule("here", "care", journeys=("x", "y")), replace(SHOP, journey="y")),
        ("stage", Rule("here", "care", stages=("x", "y")), replace(SHOP, stage="y")),
        ("channel", Rule("here", "care", channels=("x", "y")), replace(SHOP, channel="y")),
        ("owner", Rule("here", "care", owners=("x", "y")), replace(SHOP, owner="y")),
    ],
)
def test_every_place_can_be_asked_for(place: str, rule: Rule, there: Context) -> None:
    rules = compile_rules(RuleBook(1, TEAMS, "triage", (rule,)))
    assert route("", SHOP, rules).team == "triage"
    assert in_words(route("", there, rules).why, "en") == f'Rule "here": the {place} is "y".'


def test_low_scores_count_up_to_and_including_the_limit() -> None:
    def scored(nps: int, ces: int) -> Assignment:
        return routed("", replace(SHOP, scores=(Score("nps", nps, 10), Score("ces", ces, 7))))

    assert in_words(scored(6, 3).why, "en") == (
        'Rule "unhappy": the NPS score was 6 of 10 and the CES score was 3 of 7.'
    )
    assert scored(7, 3).team == "triage"
    assert scored(6, 4).team == "triage"


def test_a_score_that_was_not_given_is_not_a_low_score() -> None:
    assert routed("", replace(SHOP, scores=(Score("nps", 0, 10),))).team == "triage"


def test_the_reason_quotes_three_phrases_and_the_decision_keeps_all() -> None:
    decided = routed("Invoice, factura, fatura, facturación: charged twice for a factura")
    assert in_words(decided.why, "en") == (
        'Rule "billing": the comment says "Invoice", "factura" and "fatura".'
    )
    assert decided.phrases == ("Invoice", "factura", "fatura", "charged twice")


FACTS = st.lists(
    st.sampled_from(
        [
            "invoice",
            "charged twice",
            "refund",
            "router",
            "técnico",
            "it doesn't work",
            "no funciona",
            "late",
            "mañana",
        ]
    ),
    max_size=6,
).map(" ".join)
CONTEXTS = st.builds(
    Context,
    survey=st.just("relationship"),
    stage=st.sampled_from([None, "repair"]),
    channel=st.sampled_from(["app", "shop"]),
    scores=st.sampled_from([(), (Score("nps", 2, 10), Score("ces", 1, 7))]),
)
CURSES = st.sampled_from(sorted(SWEARING))


@st.composite
def angrily(draw: st.DrawFn, facts: str) -> str:
    """The same words in the same order, shouted, with curses and exclamation marks anywhere between them."""
    said = [draw(CURSES)] if draw(st.booleans()) else []
    for word in facts.split():
        said += [word, *draw(st.lists(CURSES | st.sampled_from(["!!!", "?!", "😡"]), max_size=2))]
    return " ".join(word.upper() if draw(st.booleans()) else word for word in said) + "!" * draw(
        st.integers(0, 5)
    )


def unquoted(assignment: Assignment) -> Why:
    """The reason without the customer's own spelling."""
    return {name: fact for name, fact in assignment.why.items() if name != "phrases"}


@given(FACTS, CONTEXTS, st.data())
def test_the_same_facts_in_an_angry_voice_get_the_same_assignment(
    facts: str, context: Context, data: st.DataObject
) -> None:
    calm = routed(facts, context)
    angry = routed(data.draw(angrily(facts)), context)
    # Only the quotes may differ: they are the customer's own spelling.
    assert replace(angry, why=unquoted(angry), phrases=()) == replace(calm, why=unquoted(calm), phrases=())
    assert len(angry.phrases) == len(calm.phrases)
