"""Responses read the short way: several times as fast as by their schema, which remains what judges them.

What is plainly well-formed is built at once. Anything else, and all that is wrong, goes to the schema: it alone
refuses, and says why.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from scoring.domain import scales
from scoring.domain.attributes import TouchpointReference
from scoring.domain.responses import KINDS, Answer, Choice, Response
from scoring.domain.scales import ASKED, Scale, UnknownDefinitionError
from scoring.schemas.plain import NotPlain, optional, short
from scoring.schemas.responses import SubmittedSchema

# Less than what the schema accepts.
_TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4]):[0-5]\d)", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_MARK = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)
_SCALES = {(scale.name, scale.version): scale for scale in ASKED}
_LONGEST_REFERENCE = 500
_HIGHEST = 1_000_000
_MOST_OPTIONS = 20
# A character has four bytes at most, and 1,500 may stand in the key together.
_MOST_CHARACTERS = 375

T = TypeVar("T")
A = TypeVar("A", Answer, Choice)


class PlainSubmittedSchema(SubmittedSchema):
    """The same schema, asked only where there is a doubt."""

    def load(self, data: Any, **options: Any) -> Any:
        """The response. ValidationError with its faults."""
        try:
            return plain(data)
        except NotPlain:
            return super().load(data, **options)


def plain(data: Any) -> Response:
    """The response, where there is no doubt about it."""
    if type(data) is not dict:
        raise NotPlain
    survey, kind = short(data.get("survey")), data.get("kind")
    journey, stage, channel = (optional(data.get(name)) for name in ("journey", "stage", "channel"))
    owner = optional(data.get("owner"))
    complete = data.get("complete", True)
    length = sum(len(part) for part in (survey, journey, stage, channel, owner) if part)
    if kind not in KINDS or type(complete) is not bool or length > _MOST_CHARACTERS:
        raise NotPlain
    return Response(
        id=_uuid(data.get("response_id")),
        survey=survey,
        version=_count(data.get("version")),
        kind=kind,
        customer_key=optional(data.get("customer_key")),
        language=optional(data.get("language")),
        journey=journey,
        stage=stage,
        channel=channel,
        owner=owner,
        segment=optional(data.get("segment")),
        submitted_at=_time(data.get("submitted_at")),
        answers=_once(_many(data.get("scores"), _score) + _many(data.get("ratings", []), _rating)),
        choices=_once(
            _many(data.get("choices", []), _choice) + _many(data.get("selections", []), _selection)
        ),
        revision=_count(data.get("revision", 1)),
        complete=complete,
        touchpoint=_touchpoint(data.get("touchpoint")),
        mark=_mark(data.get("mark")),
        quick=_quick(data.get("flags")),
    )


def _score(given: dict[str, Any]) -> Answer:
    name, definition = given.get("type"), given.get("definition")
    if type(name) is not str or type(definition) is not str:
        raise NotPlain
    return _answer(given, _SCALES.get((name, definition)))


def _rating(given: dict[str, Any]) -> Answer:
    name, low, high = given.get("type"), given.get("low"), given.get("high")
    definition, direction = given.get("definition"), given.get("direction")
    if not type(name) is type(definition) is type(direction) is str or not type(low) is type(high) is int:
        raise NotPlain
    if definition != f"{name}-{low}-{high}-{direction}":
        raise NotPlain
    try:
        return _answer(given, scales.of(definition))
    except UnknownDefinitionError as error:
        raise NotPlain from error


def _answer(given: dict[str, Any], scale: Scale | None) -> Answer:
    value = given.get("value")
    if scale is None or type(value) is not int or not scale.minimum <= value <= scale.maximum:
        raise NotPlain
    return Answer(short(given.get("question")), scale, value)


def _choice(given: dict[str, Any]) -> Choice:
    return Choice(short(given.get("question")), (short(given.get("value")),))


def _selection(given: dict[str, Any]) -> Choice:
    values = given.get("values")
    if type(values) is not list or not 1 <= len(values) <= _MOST_OPTIONS:
        raise NotPlain
    return Choice(
        short(given.get("question")), tuple(sorted({short(value) for value in values})), "selection"
    )


def _many(given: Any, read: Callable[[dict[str, Any]], T]) -> tuple[T, ...]:
    if type(given) is not list or not all(type(item) is dict for item in given):
        raise NotPlain
    return tuple([read(item) for item in given])


def _once(answers: tuple[A, ...]) -> tuple[A, ...]:
    if len(answers) > 1 and len({answer.question for answer in answers}) < len(answers):
        raise NotPlain
    return answers


def _touchpoint(given: Any) -> TouchpointReference | None:
    if given is None:
        return None
    if type(given) is not dict:
        raise NotPlain
    source, id_ = given.get("source"), given.get("id")
    if not type(source) is type(id_) is str or max(len(source), len(id_)) > _LONGEST_REFERENCE:
        raise NotPlain
    return TouchpointReference(source, id_)


def _mark(given: Any) -> str | None:
    if given is None or (type(given) is str and _MARK.fullmatch(given)):
        return given
    raise NotPlain


def _quick(given: Any) -> bool | None:
    if given is None:
        return None
    if type(given) is list and all(type(flag) is str for flag in given):
        return "quick" in given
    raise NotPlain


def _count(value: Any) -> int:
    if type(value) is int and 1 <= value <= _HIGHEST:
        return value
    raise NotPlain


def _uuid(value: Any) -> UUID:
    if type(value) is str and _UUID.fullmatch(value):
        return UUID(value)
    raise NotPlain


def _time(value: Any) -> datetime:
    if type(value) is str and _TIME.fullmatch(value):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass  # the 31st of February
    raise NotPlain
