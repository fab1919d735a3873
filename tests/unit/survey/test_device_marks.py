"""Device marks tell whether two answers of one day came from the same device and network, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from survey.domain.device_marks import KEY_BYTES, device_mark

KEY, NEXT_DAY = bytes(range(KEY_BYTES)), bytes(range(1, KEY_BYTES + 1))
PHONE = "Mozilla/5.0 (Android 14; Mobile)"


def test_a_household_and_its_browser_have_one_mark_all_day() -> None:
    assert device_mark(KEY, "203.0.113.7", PHONE) == device_mark(KEY, "203.0.113.99", PHONE)
    assert device_mark(KEY, "2001:db8:1::7", PHONE) == device_mark(KEY, "2001:db8:1:2::9", PHONE)
    assert device_mark(KEY, "::ffff:203.0.113.7", PHONE) == device_mark(KEY, "203.0.113.7", PHONE)


def test_another_network_browser_or_day_has_another_mark() -> None:
    marks = {
        device_mark(KEY, "203.0.113.7", PHONE),
        device_mark(KEY, "203.0.114.7", PHONE),
        device_mark(KEY, "203.0.113.7", "curl"),
        device_mark(NEXT_DAY, "203.0.113.7", PHONE),
    }
    assert len(marks) == 4


@given(st.ip_addresses().map(str), st.text())
def test_a_mark_is_twelve_characters_and_says_neither_address_nor_browser(address: str, agent: str) -> None:
    mark = device_mark(KEY, address, agent)
    assert mark is not None
    assert len(mark) == 12
    assert address not in mark


def test_who_has_no_address_has_no_mark() -> None:
    assert device_mark(KEY, "", PHONE) is None
    assert device_mark(KEY, "unknown", PHONE) is None
