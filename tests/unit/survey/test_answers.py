"""Which values are answers, from a form or a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.domain.answers import AnswerError, read_answer
from survey.domain.faults import faults
from survey.domain.questions import SCALES, Option, Question
from survey.domain.surveys import Survey, read_answers

TEXT = {"en": "?"}
QUESTIONS = (
    Question("recommend", "nps", TEXT),
    Question("effort", "ces", TEXT),
    Question("resolved", "choice", TEXT, options=(Option("yes", TEXT), Option("no", TEXT))),
    Question("comment", "text", TEXT),
)
SURVEY = Survey("s", "transactional", ("en",), TEXT, QUESTIONS)


@given(st.sampled_from(sorted(SCALES)), st.integers(-100, 1100))
def test_a_number_is_an_answer_exactly_when_it_is_on_the_scale(kind, number):
    question = Question("q", kind, TEXT)
    for raw in (number, str(number), f" {number} ", f"{number}\x1f"):  # white space to str, none to int
        if number in SCALES[kind].values:
            assert read_answer(question, raw) == number
        else:
            with pytest.raises(AnswerError):
                read_answer(question, raw)


@pytest.mark.parametrize("raw", ["ten", "9.5", "٣", "1e1", "+5", "0x5", True, 5.0, [5], {"a": 5}])
def test_what_only_looks_like_a_number_is_no_score(raw):
    with pytest.raises(AnswerError):
        read_answer(QUESTIONS[0], raw)


@pytest.mark.parametrize("raw", [None, "", "   ", "\n"])
def test_nothing_is_no_answer_and_no_fault(raw):
    for question in QUESTIONS:
        assert read_answer(question, raw) is None


@given(
    st.dictionaries(
        st.sampled_from(["recommend", "effort", "resolved", "comment", "other"]), st.text(max_size=20)
    )
)
def test_whatever_is_sent_yields_answers_or_faults_and_never_both_for_a_question(raw):
    answers, found = read_answers(SURVEY, raw)
    assert not answers.keys() & found.keys()
    assert answers.keys() <= {question.key for question in QUESTIONS}
    assert answers or found
    for key, value in answers.items():
        assert str(value) == raw[key].strip().replace("\r\n", "\n") or int(raw[key]) == value


def test_an_unanswered_question_is_in_no_answer_and_a_required_one_is_a_fault():
    required = Survey(
        "s", "transactional", ("en",), TEXT, (Question("recommend", "nps", TEXT, required=True),)
    )
    assert read_answers(required, {}) == ({}, {"recommend": "answer_required"})
    assert read_answers(SURVEY, {"recommend": "0"}) == ({"recommend": 0}, {})
    assert read_answers(SURVEY, {}) == ({}, {"": "answer_something"})


def test_a_comment_with_a_nul_or_too_long_is_refused_and_line_breaks_are_kept():
    comment = QUESTIONS[3]
    assert read_answer(comment, "one\r\ntwo ") == "one\ntwo"
    for raw in ("a\x00b", "half \ud800", "x" * 5001):
        with pytest.raises(AnswerError):
            read_answer(comment, raw)


def test_every_fault_of_a_survey_is_named_with_its_path():
    broken = Survey(
        "s",
        "transactional",
        ("en", "es"),
        {"en": "Title"},
        (
            Question("a", "nps", {"en": "A", "es": "A"}, options=(Option("x", {"en": "X", "es": "X"}),)),
            Question("a", "choice", {"en": "B", "es": "B"}, options=(Option("x", {"en": "X"}),)),
        ),
    )
    assert set(faults(broken)) == {
        "title",
        "questions.0.options",
        "questions.1.key",
        "questions.1.options",
        "questions.1.options.0.text",
    }


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        (["es"], "es"),
        (["pt-BR"], "pt"),
        (["PT_br"], "pt"),
        (["de"], "en"),
        ([None], "en"),
        (["", "de", "es", "pt"], "es"),
    ],
)
def test_the_customers_language_is_spoken_where_the_survey_can(wanted, spoken):
    assert Survey("s", "transactional", ("en", "es", "pt"), TEXT, QUESTIONS).language_for(*wanted) == spoken
