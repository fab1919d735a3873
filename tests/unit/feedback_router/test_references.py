"""A reference is short enough to copy by hand, and too long to guess."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.complaints import reference_hash, reference_of
from feedback_router.domain.dates import spoken
from shared.i18n import Texts


@given(st.uuids())
def test_a_reference_has_four_groups_of_four_signs_that_nobody_mistakes(complaint: UUID) -> None:
    assert re.fullmatch(
        r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", reference_of(complaint, "secret")
    )


@given(st.uuids(), st.sampled_from([str.lower, str.upper]), st.sampled_from(["-", "", " "]))
def test_it_is_the_same_however_it_is_copied(
    complaint: UUID, case: Callable[[str], str], between: str
) -> None:
    reference = reference_of(complaint, "secret")
    copied = reference.replace("-", between).replace("0", "O").replace("1", "l")
    assert reference_hash(case(copied)) == reference_hash(reference) is not None


@given(
    st.uuids(),
    st.sampled_from(["({})", "{}.", "“{}”", "{}\u200b\n", "https://faro.example/c/{}", "/c/{}?language=pt"]),
    st.sampled_from(["-", "\u2011", "–", "\xa0"]),
)
def test_it_is_the_same_with_what_stands_around_it_in_a_mail(
    complaint: UUID, around: str, between: str
) -> None:
    reference = reference_of(complaint, "secret")
    copied = around.format(reference.replace("-", between))
    assert reference_hash(copied) == reference_hash(reference) is not None


def test_it_is_another_for_each_complaint_and_secret() -> None:
    complaint = uuid4()
    assert len({reference_of(uuid4(), "secret") for _ in range(1000)}) == 1000
    assert reference_of(complaint, "secret") == reference_of(complaint, "secret")
    assert reference_of(complaint, "secret") != reference_of(complaint, "another")


def test_what_is_none_has_no_hash() -> None:
    for wrong in ("", "7Q2K", "7Q2K-M0XD-4H8R-PZ6U", "7Q2K-M0XD-4H8R-PZ6TT", "é" * 16):
        assert reference_hash(wrong) is None


@pytest.mark.parametrize("place", ["feedback_router", "feedback_router.pages", "feedback_router.executives"])
def test_portuguese_texts_say_no_em_before_a_day_of_the_week(place: str) -> None:
    before_a_day = re.compile(r"\bem \{(at|day|seen_by|solved_by)\}", re.IGNORECASE)
    texts = Texts.of(place).by_language["pt"].values()
    assert [text for text in texts if before_a_day.search(text)] == []


def test_dates_are_told_as_people_say_them_on_the_clock_of_the_place() -> None:
    moment = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert spoken(moment, "Europe/Madrid", "en") == "Wednesday 25 November, 00:30"
    assert spoken(moment, "America/Bogota", "es") == "martes 24 de noviembre, 18:30"
    assert spoken(moment, "America/Sao_Paulo", "pt") == "terça-feira, 24 de novembro, 20:30"
