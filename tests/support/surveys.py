"""Surveys of every question type with conditions of every kind, made by hypothesis, and answers to them."""

from typing import Any

from hypothesis import strategies as st

from survey.domain.questions import WORDS, DeclaredScale, Option, Question, Text
from survey.domain.surveys import Survey

LANGUAGES = ("en", "es", "pt")
TYPES = ("nps", "ces", "csat", "rating", "yes_no", "choice", "multiple", "short_text", "text", "emotion")


def said(what: str) -> Text:
    """The same in every language."""
    return dict.fromkeys(LANGUAGES, what)


def question(key: str, kind: str, **more: Any) -> Question:
    """A question of this type with all that the type needs."""
    if kind in ("choice", "multiple"):
        more.setdefault("options", (Option("red", said("Red")), Option("blue", said("Blue"))))
    if kind == "rating":
        more.setdefault("declared", DeclaredScale(1, 4, "lower", said("good"), said("bad")))
    return Question(key, kind, said(f"Question {key}"), **more)


def survey_of(*questions: Question, kind: str = "transactional") -> Survey:
    """A survey of these questions in every language."""
    return Survey("a-survey", kind, LANGUAGES, said("A survey"), questions)


def values(asked: Question) -> st.SearchStrategy[Any]:
    """Values that a test of this question may name."""
    if asked.scale:
        return st.sampled_from(list(asked.scale.values))
    return st.sampled_from(asked.choices)


def tests_of(asked: Question) -> st.SearchStrategy[dict[str, Any]]:
    """Every test that makes sense for this question."""
    found: list[st.SearchStrategy[dict[str, Any]]] = [st.fixed_dictionaries({"answered": st.booleans()})]
    if asked.type not in WORDS:
        several = st.lists(values(asked), min_size=1, max_size=3)
        found.append(st.fixed_dictionaries({"any_of": several}))
        if asked.type != "multiple":
            found.append(st.fixed_dictionaries({"equals": values(asked)}))
    if asked.scale:
        found += [st.fixed_dictionaries({test: values(asked)}) for test in ("at_least", "at_most")]
    return st.one_of(found).map(lambda test: {"question": asked.key, **test})


def conditions(earlier: tuple[Question, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Conditions over these questions."""
    return st.recursive(
        st.sampled_from(earlier).flatmap(tests_of),
        lambda part: st.one_of(
            st.fixed_dictionaries({"not": part}),
            st.fixed_dictionaries({"and": st.lists(part, min_size=1, max_size=3)}),
            st.fixed_dictionaries({"or": st.lists(part, min_size=1, max_size=3)}),
        ),
        max_leaves=3,
    )


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    """A survey of two to seven questions, most of which depend on earlier ones."""
    asked: list[Question] = []
    for number in range(draw(st.integers(2, 7))):
        kind = draw(st.sampled_from(TYPES))
        more: dict[str, Any] = {"other": draw(st.booleans())} if kind in ("choice", "multiple") else {}
        depends: int = draw(st.integers(0, 3))
        if asked and depends:
            more["show_if"] = draw(conditions(tuple(asked)))
        asked.append(question(f"q{number}", kind, **more))
    return survey_of(*asked)


def _given(asked: Question) -> st.SearchStrategy[Any]:
    if asked.type in WORDS:
        return st.sampled_from(["words", " "])
    if asked.type == "multiple":
        return st.lists(st.sampled_from(asked.choices), min_size=1, max_size=2, unique=True)
    return values(asked).map(str)


@st.composite
def forms(draw: st.DrawFn, survey: Survey) -> dict[str, Any]:
    """What somebody fills in who sees every question and leaves some out."""
    form: dict[str, Any] = {}
    for asked in survey.questions:
        if draw(st.booleans()):
            form[asked.key] = draw(_given(asked))
        if asked.other and draw(st.booleans()):
            form[asked.other_key] = "own words"
    return form
