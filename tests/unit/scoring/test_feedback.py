from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import reduce
from random import Random
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from scoring.domain.feedback import Feedback, FeedbackRollupKey, Move, News, Place, Standing, moves

MONDAY = datetime(2026, 11, 16, 23, 30, tzinfo=UTC)
MOMENTS = st.integers(0, 5).map(lambda hours: MONDAY + timedelta(hours=hours))
PLACES = st.builds(
    Place,
    survey=st.just("after-support"),
    journey=st.sampled_from(["join", None]),
    stage=st.none(),
    channel=st.sampled_from(["phone", ""]),
    owner=st.none(),
    segment=st.none(),
    team=st.sampled_from(["billing", "logistics"]),
)
BILLING = Place("after-support", "join", None, "phone", None, None, "billing")
LOGISTICS = Place("after-support", "join", None, "phone", None, None, "logistics")
ITEM = UUID(int=1)


def news(at: st.SearchStrategy[datetime]) -> st.SearchStrategy[Feedback]:
    told = st.builds(
        News,
        id=st.just(ITEM),
        place=PLACES,
        response_id=st.sampled_from([UUID(int=2), None]),
        routed_at=st.none() | at,
        acknowledged_at=st.none() | at,
        resolved_at=st.none() | at,
        withdrawn=st.booleans(),
        reopened=st.booleans(),
        kept=st.none() | st.booleans(),
    )
    return st.builds(News.told_at, told, at)


@given(st.lists(news(MOMENTS), min_size=1, max_size=6), st.randoms())
def test_what_is_known_in_the_end_does_not_depend_on_order_or_repetition(
    told: list[Feedback], chance: Random
) -> None:
    again = told + told[:2]
    chance.shuffle(again)
    known, also = (reduce(Feedback.merged, heard) for heard in (told, again))
    assert moves([known], [also]) == {}
    assert (known.routed_at, known.acknowledged_at, known.resolved_at) == (
        also.routed_at,
        also.acknowledged_at,
        also.resolved_at,
    )


def test_an_item_counts_for_the_day_of_its_routing_and_the_team_that_has_it_now() -> None:
    first = News(ITEM, BILLING).told_at(MONDAY)
    later = News(ITEM, LOGISTICS, routed_at=MONDAY, resolved_at=MONDAY + timedelta(days=1))
    resolved = first.merged(later.told_at(MONDAY + timedelta(days=1)))
    day = MONDAY.date()
    before = FeedbackRollupKey(day, "after-support", "join", "", "phone", "", "billing")
    after = FeedbackRollupKey(day, "after-support", "join", "", "phone", "", "logistics")
    assert moves([], [first]) == {before: Move(1, 0)}
    assert moves([first], [resolved]) == {before: Move(-1, 0), after: Move(1, 1)}


@given(st.lists(news(MOMENTS), max_size=8))
def test_moves_step_by_step_add_up_to_the_move_at_once(told: list[Feedback]) -> None:
    added: Counter[tuple[FeedbackRollupKey, str]] = Counter()
    known: list[Feedback] = []
    for item in told:
        after = [known[0].merged(item)] if known else [item]
        for key, move in moves(known, after).items():
            added[key, "routed"] += move.routed
            added[key, "resolved"] += move.resolved
            added[key, "withdrawn"] += move.withdrawn
        known = after
    at_once = moves([], known)
    assert {key for (key, _), n in added.items() if n} == set(at_once)
    assert all(added[key, "routed"] == move.routed for key, move in at_once.items())
    assert all(added[key, "resolved"] == move.resolved for key, move in at_once.items())
    assert all(added[key, "withdrawn"] == move.withdrawn for key, move in at_once.items())


def test_the_latest_step_says_how_an_item_stands() -> None:
    hour = timedelta(hours=1)
    resolved = News(ITEM, BILLING, routed_at=MONDAY, resolved_at=MONDAY + hour).told_at(MONDAY + hour)
    reopened = News(ITEM, BILLING, routed_at=MONDAY, reopened=True).told_at(MONDAY + 2 * hour)
    withdrawn = News(ITEM, BILLING, routed_at=MONDAY, withdrawn=True).told_at(MONDAY + 3 * hour)
    assert resolved.standing is Standing.RESOLVED
    assert reopened.merged(resolved).standing is Standing.OPEN
    assert withdrawn.merged(resolved).merged(reopened).standing is Standing.WITHDRAWN
    assert News(ITEM, BILLING).told_at(MONDAY).standing is Standing.OPEN


@given(st.permutations(range(3)))
def test_what_its_customer_said_last_says_whether_there_is_something_to_resolve(order: list[int]) -> None:
    hour = timedelta(hours=1)
    words = (False, True, False)
    told = [News(ITEM, BILLING, kept=kept).told_at(MONDAY + n * hour) for n, kept in enumerate(words)]
    complained_and_praised = reduce(Feedback.merged, (told[place] for place in order if place < 2))
    (praise,) = moves([], [complained_and_praised]).values()
    assert (praise.routed, praise.kept) == (1, 1)
    complained_again = reduce(Feedback.merged, (told[place] for place in order))
    assert moves([complained_and_praised], [complained_again]) == {
        FeedbackRollupKey(MONDAY.date(), "after-support", "join", "", "phone", "", "billing"): Move(
            0, 0, 0, -1
        )
    }


@given(st.permutations(range(3)))
def test_praise_counts_among_the_comments_and_not_among_what_is_to_be_resolved(order: list[int]) -> None:
    hour = timedelta(hours=1)
    kept = News(ITEM, BILLING, kept=True).told_at(MONDAY)
    (praise,) = moves([], [kept]).values()
    assert (praise.routed, praise.kept) == (1, 1)
    rerouted = News(ITEM, BILLING, routed_at=MONDAY).told_at(MONDAY + hour)
    assert rerouted.merged(kept).kept is True
    told = [
        kept,
        rerouted,
        News(ITEM, BILLING, routed_at=MONDAY, reopened=True, kept=False).told_at(MONDAY + 2 * hour),
    ]
    (reopened,) = moves([], [reduce(Feedback.merged, (told[place] for place in order))]).values()
    assert (reopened.routed, reopened.kept) == (1, 0)
