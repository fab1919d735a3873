"""The cookie of a person who signed in."""

import pytest

from shared import session
from shared.api_keys import Caller

ANA = {
    "survey": Caller("Ana", frozenset({"responses:read"})),
    "router": Caller("Ana", frozenset(), "team:billing"),
}


def test_a_cookie_tells_who_signed_in_to_what():
    assert session.callers("secret", session.sign("secret", ANA)) == ANA


# Not the last character: some of its bits say nothing.
@pytest.mark.parametrize(
    "spoil", [lambda v: v[:-5] + ("A" if v[-5] != "A" else "B") + v[-4:], lambda v: "x" + v, lambda v: ""]
)
def test_a_forged_cookie_tells_nothing(spoil):
    assert session.callers("secret", spoil(session.sign("secret", ANA))) == {}
    assert session.callers("another secret", session.sign("secret", ANA)) == {}
