"""What an Idempotency-Key looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.idempotency import read_key
from shared.problems import Problem

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=255)


@given(PRINTABLE)
def test_a_key_in_quotes_is_any_printable_text_and_reads_back(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    assert read_key(f'"{escaped}"') == text


@pytest.mark.parametrize("bare", ["8e03978e-40d5-43e6-bc93-6894a57f9324", "order-17/retry"])
def test_a_key_without_quotes_is_the_same_key(bare):
    assert read_key(bare) == read_key(f'"{bare}"') == bare


def test_no_header_is_no_key():
    assert read_key(None) is None


@pytest.mark.parametrize(
    "value", ["", '""', '"', '"a', 'a"b', "two words", '"a\\b"', '"ñ"', "ñ", "a" * 256, "a\nb", '"a"; b=1']
)
def test_anything_else_is_refused(value):
    with pytest.raises(Problem) as caught:
        read_key(value)
    assert caught.value.status == 400
