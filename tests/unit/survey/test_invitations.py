"""Tokens and retries."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from survey.domain.invitations import retry_at, token_hash, token_of
from survey.domain.touchpoints import Customer

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@given(st.uuids(), st.uuids())
def test_tokens_are_the_same_each_time_and_different_for_each_invitation_and_secret(one, other):
    assert token_of(one, "secret") == token_of(one, "secret")
    assert token_of(one, "secret") != token_of(one, "other secret")
    assert one == other or token_of(one, "secret") != token_of(other, "secret")


def test_a_token_has_160_bits_and_its_hash_does_not_show_it():
    token = token_of(uuid4(), "secret")
    assert len(token) == 27
    assert token.encode() not in token_hash(token)


def test_retries_grow_apart_and_end():
    waits = [retry_at(NOW, attempts) for attempts in range(1, 7)]
    assert waits[-1] is None
    assert [wait - NOW for wait in waits[:-1] if wait] == [timedelta(minutes=m) for m in (1, 4, 9, 16, 25)]


def test_newer_knowledge_of_a_customer_counts_and_silence_changes_nothing():
    known = Customer("ana", "ana@example.com", "Ana", "es")
    assert known.updated_by(Customer("ana")) == known
    assert known.updated_by(Customer("ana", language="pt")) == Customer("ana", "ana@example.com", "Ana", "pt")
