"""Errors have one shape."""

import pytest

from shared.i18n import LANGUAGES
from shared.problems import Problem, flatten, invalid
from shared.web import apology


def test_nested_messages_become_paths():
    messages = {"data": {"customer": {"email": ["Not valid."], "_schema": ["Odd."]}}, 3: {"id": ["Missing."]}}
    assert flatten(messages) == {
        "data.customer.email": ["Not valid."],
        "data.customer": ["Odd."],
        "3.id": ["Missing."],
    }
    assert flatten(["Not an object."]) == {"body": ["Not an object."]}
    assert flatten({"_schema": ["Not an object."]}) == {"body": ["Not an object."]}


def test_a_problem_tells_status_reason_request_and_fields():
    body = invalid({"a.b": ["One.", "Two."]}).body("r-1")
    assert (body["type"], body["status"], body["request_id"]) == ("about:blank", 422, "r-1")
    assert body["errors"] == [{"field": "a.b", "detail": "One."}, {"field": "a.b", "detail": "Two."}]
    assert "errors" not in Problem(404, "Gone.").body("r-1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_is_told_of_our_fault_only_where_it_is_ours(language):
    ours = apology(Problem(500, "Broken."), language)
    assert apology(Problem(503, "Away."), language) == ours
    others = {apology(Problem(status, "No."), language) for status in (400, 403, 404, 409, 429)}
    assert len(others) == 5
    assert ours not in others
