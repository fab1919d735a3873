"""The form of a complaint as it comes: what it says, what keeps it from being taken, and what is left of files."""

import unicodedata
from uuid import UUID, uuid4

from flask import request
from marshmallow import ValidationError, validate

from feedback_router.domain.complaints import LONGEST, SAME_WORDS_A_MINUTE, same_words
from feedback_router.use_cases.take_complaint import Sent
from shared.accepted import is_blank
from shared.service import current
from shared.time_zones import known_time_zones

_LONGEST_LINE = 200
# So much is read of a form, in bytes, that what was written beside a film or a book comes back to who wrote it.
_LARGEST, _MOST_WORDS = 64 * 1024 * 1024, 2 * 1024 * 1024
_email = validate.And(validate.Length(max=254), validate.Email())


def read() -> tuple[dict[str, str], bool]:
    """The fields, and whether a file came with them. RequestEntityTooLarge when it is too much to be read."""
    _take_what_is_long()
    given = {name: kept(value) for name, value in request.form.items()}
    return given, _let_go_of_files()


def read_text() -> str:
    """What was typed beside one button. RequestEntityTooLarge when it is too much to be read."""
    _take_what_is_long()
    return kept(request.form.get("text", ""))


def faults(given: dict[str, str], *, has_file: bool) -> dict[str, str]:
    """What keeps the form from being taken, by field. Nothing is ever asked of people but to read their words."""
    found = {"file": "fault_file"} if has_file else {}
    text = given.get("text", "")
    if is_blank(text):
        found["text"] = "fault_text"
    elif len(text) > LONGEST:
        found["text"] = "fault_too_long"
    if email := _line(given, "email"):
        try:
            _email(email)
        except ValidationError:
            found["email"] = "fault_email"
    if len(given.get("order", "")) > _LONGEST_LINE:
        found["order"] = "fault_order"
    return found


def sent(given: dict[str, str], language: str) -> Sent:
    """What the form says, once it has no faults."""
    return Sent(
        form=_form_number(given.get("_form", "")),
        text=given["text"].strip(),
        email=_line(given, "email"),
        order=_line(given, "order"),
        language=language,
        time_zone=_zone(given.get("_zone", "")),
        suspicious=bool(given.get("_url")),
        begun=bool(given.get("_begun")),
        repeated=_is_repeated(given["text"]),
    )


def _take_what_is_long() -> None:
    request.max_content_length, request.max_form_memory_size = _LARGEST, _MOST_WORDS


def _line(given: dict[str, str], name: str) -> str:
    """What was typed there, as far as anybody can see it: what comes along when an address is copied leads nowhere."""
    typed = "".join(sign for sign in given.get(name, "") if unicodedata.category(sign) != "Cf").strip()
    return "" if is_blank(typed) else typed


def _let_go_of_files() -> bool:
    """Whether there were any; nothing of them is kept, not even until the answer is sent."""
    names = [file.filename for file in request.files.values()]
    for file in request.files.values():
        file.close()
    return any(names)


def _is_repeated(text: str) -> bool:
    """Whether the same words come in again and again. Where nothing can be counted, everybody is believed."""
    words = same_words(text)
    if words is None:
        return False
    standing = current().rate_limits.hit(f"complaint:{words}", SAME_WORDS_A_MINUTE)
    return standing is not None and not standing.allowed


def _form_number(text: str) -> UUID:
    """The form's own number; who sends none has a form of their own, each time."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _zone(text: str) -> str | None:
    """The zone, if it is one that the survey service takes as well: with another it would refuse the address too."""
    return text if text in known_time_zones() else None


def kept(text: str) -> str:
    """The text as it can be kept: what is no character is left out, and nobody is sent away for it."""
    return text.replace("\0", "").replace("\r\n", "\n")
