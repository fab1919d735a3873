"""A theme is at home where it is more frequent than chance has it, however many places are looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from feedback_router.domain.places import holm, more_than_chance, places


@given(st.data())
def test_the_chance_is_that_of_fishers_exact_test(data: st.DataObject):
    of_all = data.draw(st.integers(2, 400))
    everyone = data.draw(st.integers(0, of_all))
    of_theme = data.draw(st.integers(1, of_all))
    count = data.draw(st.integers(max(0, of_theme - (of_all - everyone)), min(everyone, of_theme)))
    table = [[count, everyone - count], [of_theme - count, of_all - everyone - of_theme + count]]
    expected = stats.fisher_exact(table, alternative="greater").pvalue
    assert more_than_chance(count, everyone, of_theme, of_all) == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_holm_as_published():
    """Four tests of Holm's procedure by hand: 4 × 0.005, 3 × 0.01, 2 × 0.03 and, since it may not fall, 0.06 again."""
    chances = {("", "a"): 0.01, ("", "b"): 0.04, ("", "c"): 0.03, ("", "d"): 0.005}
    assert holm(chances) == pytest.approx(
        {("", "d"): 0.02, ("", "a"): 0.03, ("", "c"): 0.06, ("", "b"): 0.06}
    )


def test_what_is_said_on_one_journey_is_specific_to_it():
    found = places({"join": (18, 100), "use": (2, 300)}, {"phone": (10, 200), "web": (10, 200)}, 20, 400)
    assert (found.verdict, found.journeys[0].name) == ("journey", "join")
    assert (found.journeys[0].share, found.journeys[0].share_of_all) == (0.9, 0.25)


def test_what_is_said_throughout_a_channel_is_of_the_channel():
    found = places({"join": (10, 200), "use": (10, 200)}, {"phone": (18, 100), "web": (2, 300)}, 20, 400)
    assert (found.verdict, found.channels[0].name) == ("channel", "phone")


def test_what_is_said_everywhere_alike_has_no_home():
    found = places({"join": (10, 200), "use": (10, 200)}, {"phone": (10, 200), "web": (10, 200)}, 20, 400)
    assert found.verdict == "everywhere"


def test_few_comments_show_neither():
    found = places({"join": (2, 200), "use": (1, 200)}, {"phone": (2, 200), "web": (1, 200)}, 3, 400)
    assert found.verdict == "unclear"


def test_a_place_that_all_comments_are_from_is_nobodys_home():
    found = places({"join": (20, 400)}, {"phone": (20, 400)}, 20, 400)
    assert (found.verdict, found.journeys[0].chance) == ("unclear", 1.0)
