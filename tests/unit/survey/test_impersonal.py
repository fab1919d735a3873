"""What stays of an answer when its person goes: numbers and options, no words."""

from survey.domain.erasure import impersonal
from survey.domain.questions import Option, Question
from survey.domain.surveys import Survey

SURVEY = Survey(
    key="after-support",
    kind="transactional",
    languages=("en",),
    title={},
    questions=(
        Question("recommend", "nps", {}),
        Question("resolved", "yes_no", {}),
        Question("mood", "emotion", {}),
        Question("why", "multiple", {}, options=(Option("price", {}), Option("speed", {})), other=True),
        Question("name", "short_text", {}),
        Question("comment", "text", {}),
    ),
)


def test_scores_and_options_stay_and_words_go():
    answers = {
        "recommend": 0,
        "resolved": "no",
        "mood": "anger",
        "why": ["price", "other"],
        "why.other": "Bruno knows why",
        "name": "Ana",
        "comment": "price",
    }
    assert impersonal(answers, SURVEY) == {
        "recommend": 0,
        "resolved": "no",
        "mood": "anger",
        "why": ["price", "other"],
    }


def test_what_no_question_of_the_survey_explains_goes():
    odd = {"unknown": "Ana", "recommend": {"text": "Ana"}, "why": ["Ana"], "mood": "Ana"}
    assert impersonal(odd, SURVEY) == {}
