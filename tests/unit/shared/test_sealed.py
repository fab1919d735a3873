"""What is sealed can be read by who has the secret, and by nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.sealed import seal, unseal

texts = st.text(st.characters(codec="utf-8"), max_size=300)


@given(texts, st.binary(max_size=40), st.text(max_size=20))
def test_what_was_sealed_is_read_again(text: str, name: bytes, secret: str) -> None:
    assert unseal(seal(text, name, secret), name, secret) == text


@given(texts, st.integers(0, 400), st.integers(1, 255))
def test_whoever_changes_a_byte_is_found_out(text: str, place: int, change: int) -> None:
    sealed = bytearray(seal(text, b"ana", "secret"))
    sealed[place % len(sealed)] ^= change
    assert unseal(bytes(sealed), b"ana", "secret") is None


@pytest.mark.parametrize(("name", "secret"), [(b"bruno", "secret"), (b"ana", "another")])
def test_another_name_or_secret_opens_nothing(name: bytes, secret: str) -> None:
    assert unseal(seal("ana@x.example", b"ana", "secret"), name, secret) is None


@pytest.mark.parametrize("length", range(13))
def test_what_is_too_short_to_be_sealed_opens_nothing(length: int) -> None:
    assert unseal(seal("", b"ana", "secret")[:length], b"ana", "secret") is None


def test_the_text_is_not_seen_and_the_same_text_looks_different_each_time() -> None:
    sealed = seal("a" * 96, b"ana", "secret")
    assert b"aaa" not in sealed
    assert seal("a" * 96, b"ana", "secret") != sealed
