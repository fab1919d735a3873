"""Texts from outside: what nobody can see says nothing, and what belongs to somebody's words is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, fields

from shared.accepted import is_blank, seen, text

# Zero-width space, joiner and non-joiner, soft hyphen, byte order mark, marks of direction, a variation selector,
# the fillers of Hangul, Braille without a dot, an ideographic space, a mark on nothing.
UNSEEN = "\u200b\u200d\u200c\u00ad\ufeff\u200e\u202e\ufe0f\u115f\u1160\u3164\uffa0\u2800\u3000\u0301 \n\t"


class _Form(Schema):
    text = fields.String(required=True, validate=text(10))


@given(st.text(UNSEEN))
def test_what_nobody_can_see_is_blank_however_much_of_it_there_is(value):
    assert is_blank(value)
    assert seen(value) == ""


@given(st.text(UNSEEN), st.sampled_from("a1?ñ字😀🫨कあ"), st.text(UNSEEN))
def test_one_character_that_can_be_seen_makes_a_text_and_nothing_is_taken_from_it(before, character, after):
    value = before + character + after
    assert not is_blank(value)
    assert seen(value) == value


@pytest.mark.parametrize("value", ["👩\u200d👧", "می\u200cخواهم", "5️⃣", "e\u0301"])
def test_joiners_and_marks_within_words_and_emoji_stay(value):
    assert seen(value) == value


@pytest.mark.parametrize("value", [None, 5, True, ["\u200b"]])
def test_what_is_no_text_is_left_to_who_reads_it(value):
    assert seen(value) is value


def test_a_field_with_nothing_to_see_is_refused_by_its_name():
    assert list(_Form().validate({"text": "\u200b\u200d"})) == ["text"]
    assert _Form().validate({"text": "👩\u200d👧"}) == {}
