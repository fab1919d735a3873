"""Cases: from touchpoints in any order to runs of a journey."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.cases import Case, cases_of
from scoring.domain.contacts import contacts_of
from scoring.domain.first_months import month_end
from scoring.domain.journeys import Stage
from scoring.domain.touchpoints import Touchpoint
from unit.scoring.journeys import START, STEPS, happened, join, said, walk


def only(*touchpoints: Touchpoint) -> Case:
    (case,) = cases_of(join(), touchpoints)
    return case


def test_a_whole_walk_is_one_case_that_succeeds() -> None:
    case = only(*walk(*STEPS))
    assert (case.path, case.ending, case.ended_at) == (STEPS, "success", START + timedelta(days=4))
    assert case.gaps == (86400,) * 4
    assert case.progress == (0, 86400, 2 * 86400, 3 * 86400, 4 * 86400)
    assert case.owners == ("marketing", "sales", "sales", "operations", "digital")
    assert case.next_owner is None


def test_a_start_while_a_case_is_open_is_a_repetition_and_after_its_end_a_new_need() -> None:
    first, second = cases_of(join(), [*walk("inform", "inform", *STEPS), happened("inform", 10)])
    assert first.path == ("inform", "inform", *STEPS)
    assert (second.path, second.ending, second.number) == (("inform",), None, 2)


def test_what_comes_after_the_end_belongs_to_the_case_until_the_window_closes() -> None:
    paid = happened("invoice.paid", 30)
    case = only(*walk(*STEPS), paid)
    assert (case.revenue_at, case.path[-1]) == (paid.at, "invoice.paid")
    late = cases_of(join(), [*walk(*STEPS), happened("invoice.paid", 4 + 60.01)])
    assert [len(one.path) for one in late] == [5, 1]


def test_the_window_closes_a_case_that_nothing_ends() -> None:
    within = cases_of(join(), [happened("inform"), happened("declare_interest", 60)])
    beyond = cases_of(join(), [happened("inform"), happened("declare_interest", 60.01)])
    assert [one.path for one in within] == [("inform", "declare_interest")]
    assert [one.path for one in beyond] == [("inform",), ("declare_interest",)]
    assert beyond[0].closes_at == START + timedelta(days=60)
    assert beyond[0].next_owner == "sales"


def test_an_exit_ends_a_case_too() -> None:
    case = only(*walk("inform", "withdrawn"))
    assert (case.ending, case.ended_with) == ("exit", "withdrawn")


def test_a_touchpoint_belongs_by_its_journey_or_else_by_its_type() -> None:
    others = [
        replace(happened("inform"), journey="leave"),
        replace(happened("something"), journey=None),
    ]
    assert cases_of(join(), others) == []
    assert only(replace(happened("inform"), journey=None)).path == ("inform",)


def test_a_stage_is_meant_by_the_touchpoints_own_word_or_by_its_type() -> None:
    stages = (Stage("inform", said("inform"), "marketing", touchpoints=("web.visited",)), *join().stages[1:])
    run = [
        happened("web.visited"),
        replace(happened("form.sent", 1), stage="fill_contract"),
        happened("call_help", 2),
    ]
    (case,) = cases_of(join(stages=stages), run)
    assert case.path == ("inform", "fill_contract", "call_help")
    assert case.progress == (0, 86400, 86400, None, None)


def test_a_silent_touchpoint_is_still_with_whoever_had_it_last() -> None:
    run = [happened("call_help"), replace(happened("inform", 1), channel="web"), happened("call_help", 2)]
    case = only(*run)
    assert case.owners == ("", "marketing", "marketing")
    assert case.channels == ("", "web", "web")


def test_an_install_succeeds_at_once_or_in_the_end() -> None:
    case = only(happened("inform"), happened("setup.failed", 1), happened("setup.succeeded", 2))
    assert (case.setup_attempts, case.setup_at_once, case.setup_at) == (2, False, START + timedelta(days=2))
    assert case.setup_tried_at == START + timedelta(days=1)
    assert only(happened("inform")).setup_at_once is None


def test_a_promise_is_kept_by_what_comes_after_it() -> None:
    due = START + timedelta(days=5)
    case = only(
        happened("receive_contract", 0),
        happened("delivery.promised", 1, due_at=due),
        happened("delivery.promised", 1.5),  # for when, nobody said
        happened("receive_contract", 3),
    )
    (promise,) = case.promises
    assert (promise.promise, promise.due_at, promise.kept_at) == ("delivery", due, START + timedelta(days=3))


def test_contacts_are_repeated_when_the_same_customer_comes_back_with_the_same() -> None:
    contacts = contacts_of(
        join(),
        [
            happened("call_help", 0, intent="bill"),
            happened("call_help", 1, intent="outage"),
            happened("call_help", 3, intent="bill"),
        ],
    )
    assert [(one.intent, one.again_at) for one in contacts] == [
        ("bill", START + timedelta(days=3)),
        ("outage", None),
        ("bill", None),
    ]


@pytest.mark.parametrize(
    ("zone", "sold", "ends"),
    [
        # 23:30 in Bogotá is the day before 04:30 in UTC: day 0 is the first, day 30 the 31st of October.
        ("America/Bogota", datetime(2026, 10, 2, 4, 30, tzinfo=UTC), datetime(2026, 11, 1, 5, tzinfo=UTC)),
        ("UTC", datetime(2026, 10, 2, 4, 30, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)),
        # In Madrid the clocks go back in between.
        ("Europe/Madrid", datetime(2026, 10, 2, 12, tzinfo=UTC), datetime(2026, 11, 1, 23, tzinfo=UTC)),
    ],
)
def test_the_first_month_ends_with_day_30_where_the_customer_lives(
    zone: str, sold: datetime, ends: datetime
) -> None:
    assert month_end(sold, zone) == ends


@pytest.mark.parametrize(("minutes_before_midnight", "counted"), [(1, True), (0, False)])
def test_the_last_minute_of_day_30_counts_and_the_next_does_not(
    minutes_before_midnight: int, counted: bool
) -> None:
    bogota = "America/Bogota"
    sale = happened("connect_portal", 0, time_zone=bogota)
    at = month_end(sale.at, bogota) - timedelta(minutes=minutes_before_midnight)
    month = only(sale, replace(happened("follow_up", 31), at=at)).month
    assert month is not None
    assert month.followed_up is counted


def test_the_journeys_time_zone_counts_where_the_customers_is_not_known() -> None:
    (case,) = cases_of(join(time_zone="America/Bogota"), walk("connect_portal"))
    assert case.month is not None
    assert case.month.ends_at == month_end(START + timedelta(0), "America/Bogota")


KINDS = st.sampled_from([*STEPS, "withdrawn", "call_help", "delivery.promised", "setup.failed", "follow_up"])
touched = st.builds(
    lambda kind, days, number: replace(happened(kind, days), id=str(number)),
    KINDS,
    st.integers(0, 200),
    st.integers(0, 9),
)


@given(st.lists(touched, max_size=14, unique_by=lambda item: item.id), st.data())
def test_order_and_duplication_do_not_matter(known: list[Touchpoint], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(known), max_size=5)) if known else []
    shuffled = data.draw(st.permutations([*known, *again]))
    assert cases_of(join(), shuffled) == cases_of(join(), known)
    assert contacts_of(join(), shuffled) == contacts_of(join(), known)


@given(st.lists(touched, min_size=1, max_size=14, unique_by=lambda item: item.id))
def test_every_touchpoint_is_in_exactly_one_case(known: list[Touchpoint]) -> None:
    cases = cases_of(join(), known)
    assert sum(len(case.path) for case in cases) == len(known)
    for case in cases:
        assert sum(case.gaps) == (case.last_at - case.started_at).total_seconds()
        reached = [after for after in case.progress if after is not None]
        assert reached == sorted(reached)
