"""Stamps of open forms: what was written is read again, and nothing else is."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from survey.domain.open_links import Stamp, read_stamp, write_stamp

SECRET = "a secret"
LINK = UUID(int=7)
stamps = st.builds(
    Stamp,
    st.uuids(),
    st.integers(1, 2**31),
    st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)


@given(stamps, st.uuids())
def test_a_stamp_comes_back_as_it_was_written(stamp: Stamp, link: UUID):
    assert read_stamp(write_stamp(stamp, link, SECRET), link, SECRET) == stamp


@given(stamps, st.integers(0), st.sampled_from("ABCabc019-_"))
def test_a_stamp_that_was_touched_is_none(stamp: Stamp, place: int, sign: str):
    written = write_stamp(stamp, LINK, SECRET)
    at = place % len(written)
    touched = written[:at] + sign + written[at + 1 :]
    assert read_stamp(touched, LINK, SECRET) in (None, *([stamp] if touched[:-1] == written[:-1] else []))


@given(stamps)
def test_a_stamp_is_good_for_one_link_and_one_secret(stamp: Stamp):
    written = write_stamp(stamp, LINK, SECRET)
    assert read_stamp(written, UUID(int=8), SECRET) is None
    assert read_stamp(written, LINK, "another secret") is None


@given(st.text())
def test_any_text_is_read_without_a_stumble(text: str):
    assert read_stamp(text, LINK, SECRET) is None
