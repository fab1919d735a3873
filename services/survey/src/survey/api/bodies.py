"""The bodies of requests that may be JSON or YAML."""

from typing import Any

from flask import request
from marshmallow import ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from shared.problems import Problem, flatten, invalid
from survey.documents import MOST_BYTES, YAML_TYPES, DocumentError, read_yaml
from survey.domain.surveys import Survey
from survey.schemas.surveys import SurveySchema

SURVEY_BODY = {
    "required": True,
    "content": {kind: {"schema": SurveySchema} for kind in ("application/json", YAML_TYPES[0])},
}


def read_survey() -> Survey:
    """The survey in the request's body. Problem: 413 too large, 415 neither JSON nor YAML, 422 with the faults."""
    try:
        survey: Survey = SurveySchema().load(_read_body())
    except ValidationError as error:
        raise invalid(flatten(error.messages)) from error
    return survey


def _read_body() -> Any:
    request.max_content_length = MOST_BYTES
    if request.mimetype == "application/json" or request.mimetype.endswith("+json"):
        return request.get_json()
    if request.mimetype not in YAML_TYPES:
        raise Problem(415, f"Send the survey as application/json or {YAML_TYPES[0]}.")
    try:
        return read_yaml(request.get_data())
    except RequestEntityTooLarge as error:
        raise Problem(413, f"A survey has at most {MOST_BYTES} bytes.") from error
    except DocumentError as error:
        raise invalid({"body": [str(error)]}) from error
