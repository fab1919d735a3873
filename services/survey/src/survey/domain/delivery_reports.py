"""Delivery reports: what mail servers (RFC 3464) and mailbox providers (RFC 5965) tell about a message of ours.

Written on Python's own parser. Its traps are walked around: it takes apart a delivery status by itself, where a
byte-order mark hides the fields, an encoded part stays closed and empty groups shift the rest. Here it only finds and
decodes encoded parts; fields are read from plain text, wherever they stand, so that a wrong MIME type hides nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes

from survey.domain.message_ids import Sent, find
from survey.domain.status_codes import PLAIN, is_gone

# What a report means for the message it speaks of. Only what bounced says that nobody is at the address.
BOUNCED, UNDELIVERED, DELAYED, DELIVERED = "bounced", "undelivered", "delayed", "delivered"
COMPLAINED, UNKNOWN = "complained", "unknown"

Fields = dict[str, str]

_ENCLOSED = re.compile(rb"^(content-type:\s*)message/", re.IGNORECASE | re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[ \t]*:(.*)")
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_SMTP_CODE = re.compile(r"(?<![\d.])[245]\d\d(?![\d.])")
_WORD = r"[^\s<>;,:\"()\x00-\x20]"
# Looked for from the beginning of a word on alone: from each of its characters, a long one would take hours.
_ADDRESS = re.compile(rf"(?<!{_WORD}){_WORD}+@{_WORD}+")
_RECIPIENTS = ("original-recipient", "final-recipient")
_COMPLAINTS = ("abuse", "fraud")
_ACTIONS = {"delayed": DELAYED, "delivered": DELIVERED, "relayed": DELIVERED, "expanded": DELIVERED}
# The worst that is told of any recipient counts.
_GRAVITY = (BOUNCED, UNDELIVERED, DELAYED, DELIVERED)
_MOST_BYTES = 2_000_000
_MOST_PARTS = 100
_DEEPEST = 3
_ENCODED = ("base64", "quoted-printable")


@dataclass(frozen=True)
class Report:
    """What is told, of which message, and to whom it went (in lower case). `reason` says why nothing was understood."""

    outcome: str
    status: str | None = None
    sent: Sent | None = None
    recipients: tuple[str, ...] = ()
    reason: str | None = None


def read_report(raw: bytes) -> Report:
    """What a message tells. Never raises, whatever the bytes; what is no report is UNKNOWN with a reason."""
    try:
        texts = list(_texts(raw[:_MOST_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()))
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        texts = [_text(raw[:_MOST_BYTES])]
    sent = next((found for text in reversed(texts) if (found := find(text))), None)
    groups = [group for text in texts for group in _groups(text)]
    for group in groups:
        if "feedback-type" in group:
            return _complaint(group, sent)
    told = [_of_recipient(group, sent) for group in groups if _speaks_of_a_recipient(group)]
    if not told:
        return Report(UNKNOWN, sent=sent, reason="no_report")
    everybody = tuple(dict.fromkeys(address for report in told for address in report.recipients))
    worst = min(told, key=lambda report: _GRAVITY.index(report.outcome))
    return Report(worst.outcome, worst.status, sent, everybody)


def _complaint(group: Fields, sent: Sent | None) -> Report:
    kind = group["feedback-type"].strip().lower()
    recipients = _addresses(group, ("original-rcpt-to", "removal-recipient"))
    if kind in _COMPLAINTS:
        return Report(COMPLAINED, None, sent, recipients)
    return Report(UNKNOWN, None, sent, recipients, "not_a_complaint")


def _speaks_of_a_recipient(group: Fields) -> bool:
    return any(name in group for name in _RECIPIENTS) and ("action" in group or "status" in group)


def _of_recipient(group: Fields, sent: Sent | None) -> Report:
    status = _status(group)
    permanent = status is not None and status.startswith("5")
    action = group.get("action", "").strip().lower().partition(" ")[0]
    if action in _ACTIONS:
        outcome = _ACTIONS[action]
    elif action == "failed" or permanent:
        outcome = BOUNCED if status is not None and is_gone(status) else UNDELIVERED
    elif status is not None and status.startswith("2"):
        outcome = DELIVERED
    else:
        outcome = DELAYED  # nobody says that it has been given up
    return Report(outcome, status, sent, _addresses(group, _RECIPIENTS))


def _status(group: Fields) -> str | None:
    """The enhanced status code; where it is missing or tells a class alone, what the other server gave, if it did."""
    said = [
        ".".join(found.groups())
        for name in ("status", "diagnostic-code")
        if (found := _STATUS.search(group.get(name, "")))
    ]
    if plain := _SMTP_CODE.search(group.get("diagnostic-code", "")):
        said.append(PLAIN.get(plain[0], f"{plain[0][0]}.0.0"))
    if not said:
        return None
    alike = (status for status in said if status[0] == said[0][0])
    return next((status for status in alike if not status.endswith(".0.0")), said[0])


def _addresses(group: Fields, names: tuple[str, ...]) -> tuple[str, ...]:
    """The address that we wrote to, if it is told; else the one where the message ended."""
    found = (_ADDRESS.search(group.get(name, "")) for name in names)
    first = next((address for address in found if address), None)
    return (first[0].lower(),) if first else ()


def _texts(raw: bytes, depth: int = 0) -> Iterator[str]:
    """The message as it is, and what it and the messages within it hold in encoded parts."""
    yield _text(raw)
    message = message_from_bytes(_ENCLOSED.sub(rb"\1x-message/", raw))
    for number, part in enumerate(message.walk()):
        if number == _MOST_PARTS:
            return
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if part.get_content_type() == "x-message/rfc822" and depth < _DEEPEST:
            yield from _texts(content, depth + 1)
        elif str(part.get("Content-Transfer-Encoding", "")).strip().lower() in _ENCODED:
            yield _text(content)


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8", "replace")


def _groups(text: str) -> Iterator[Fields]:
    """Runs of fields with empty lines between them; of a field that is there twice, the first."""
    group: Fields = {}
    name = ""
    for line in _LINE_END.split(text):
        stripped = line.lstrip("\ufeff")
        if not stripped.strip():
            if group:
                yield group
            group, name = {}, ""
        elif stripped[0] in " \t" and name:
            group[name] += " " + stripped.strip()
        elif field := _FIELD.match(stripped):
            name = field[1].lower()
            if name in group:
                name = ""
            else:
                group[name] = field[2].strip()
        else:
            name = ""
    if group:
        yield group
