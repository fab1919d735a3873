"""Which selections of cases are hidden: no answers, put together, give away what too few cases are behind."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.domain.estimates import SMALLEST_SHOWN
from scoring.domain.journey_selections import CaseSelection, CaseSizes, hidden_groups, protected
from scoring.domain.suppression import Cell
from unit.scoring.test_suppression import reduced, rest, size, within

CHANNELS, SEGMENTS = ("web", "phone", "shop"), ("gold", "lead")
COMPANIES = st.dictionaries(
    st.tuples(st.sampled_from([*CHANNELS, None]), st.sampled_from([*SEGMENTS, None])),
    st.integers(1, 12),
    min_size=1,
)


def chosen(channel: str | None = None, segment: str | None = None) -> CaseSelection:
    return CaseSelection("join", channel=channel, segment=segment)


def filtered(sizes: CaseSizes) -> dict[Cell, bool]:
    """Whether each filter's answer is told."""
    return {
        (channel or ..., segment or ...): not protected(chosen(channel, segment), sizes).hidden
        for channel, segment in product([None, *CHANNELS], [None, *SEGMENTS])
    }


def split(sizes: CaseSizes) -> dict[Cell, bool]:
    """Whether each group is told where a filter's answer is split."""
    channels: dict[Cell, bool] = {
        (channel or None, segment or ...): channel
        not in hidden_groups(chosen(segment=segment), "channel", [channel], sizes)
        for channel, segment in product(["", *CHANNELS], [None, *SEGMENTS])
    }
    segments: dict[Cell, bool] = {
        (channel or ..., segment or None): segment
        not in hidden_groups(chosen(channel), "segment", [segment], sizes)
        for channel, segment in product([None, *CHANNELS], ["", *SEGMENTS])
    }
    return channels | segments


def test_all_without_one_channel_is_hidden_where_the_channel_is() -> None:
    """Of 31 cases 3 are by phone: the 20 and the 8 of the others would tell so."""
    sizes: CaseSizes = {("web", None): 20, ("phone", None): 3, ("shop", None): 8}
    assert protected(chosen("phone"), sizes).hidden
    assert protected(chosen("shop"), sizes).hidden
    assert not protected(chosen("web"), sizes).hidden
    assert not protected(chosen(), sizes).hidden
    assert hidden_groups(chosen(), "channel", CHANNELS, sizes) == {"phone", "shop"}


def test_a_segment_that_nobody_of_a_hidden_channel_is_in_is_hidden_like_those_that_some_are_in() -> None:
    sizes: CaseSizes = {("web", "gold"): 20, ("shop", "gold"): 8, ("shop", "lead"): 9, ("phone", "lead"): 3}
    assert protected(chosen("phone", "gold"), sizes).hidden
    assert protected(chosen("phone", "lead"), sizes).hidden


def test_a_channel_of_which_nothing_is_known_hides_nothing() -> None:
    assert not protected(chosen("post"), {("web", "gold"): 20}).hidden
    assert not protected(chosen("post"), {}).hidden


@settings(deadline=None)
@given(COMPANIES)
def test_what_is_hidden_follows_from_no_sums_and_differences_of_answers(sizes: CaseSizes) -> None:
    """Exact: a hidden number follows from the others when its row lies in the span of theirs."""
    told = filtered(sizes) | split(sizes)
    atoms = list(product([*CHANNELS, None], [*SEGMENTS, None]))
    rows = {cell: [int(within(atom, cell)) for atom in atoms] for cell in told}
    span = reduced([rows[cell] for cell, shown in told.items() if shown])
    for cell, shown in told.items():
        if shown:
            assert size(cell, sizes) == 0 or size(cell, sizes) >= SMALLEST_SHOWN
        elif size(cell, sizes):
            assert any(rest(rows[cell], span))


@given(COMPANIES)
def test_a_group_is_hidden_however_it_is_asked_for(sizes: CaseSizes) -> None:
    by_filter, by_group = filtered(sizes), split(sizes)
    asked_both_ways = by_filter.keys() & by_group.keys()
    assert len(asked_both_ways) == len(CHANNELS) + len(SEGMENTS) + len(CHANNELS) * len(SEGMENTS)
    assert {cell: by_filter[cell] for cell in asked_both_ways} == {
        cell: by_group[cell] for cell in asked_both_ways
    }
