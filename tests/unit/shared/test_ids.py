"""Ids that are in order of time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.ids import first_id, new_id

MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis wants them so


def test_a_new_id_lies_between_the_moments_around_it():
    moment = timedelta(milliseconds=2)
    before, made, after = datetime.now(UTC) - moment, new_id(), datetime.now(UTC) + moment
    assert first_id(before) < made < first_id(after)


@given(MOMENTS, MOMENTS)
def test_first_ids_are_in_the_order_of_their_moments(one, other):
    earlier, later = sorted((one, other))
    assert first_id(earlier) <= first_id(later)
    assert first_id(earlier).version == 7
