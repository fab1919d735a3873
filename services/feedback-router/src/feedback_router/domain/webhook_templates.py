"""How an event is worded for a receiver: as it is, for Slack, or in a JSON of the team's own.

The same event in the same template is the same bytes, always: receivers keep and compare them. A new wording is a new
kind of template, never a change of an old one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

STANDARD, SLACK, OWN = "standard", "slack", "json"
KINDS = (STANDARD, SLACK, OWN)
MOST_NESTED = 8
MOST_CHARACTERS = 16_000

_FIELD = re.compile(r"id|source|type|subject|time|requestid|data(\.\w+)+")
# Slack refuses a block with more than 3,000 characters.
_MOST_A_PARAGRAPH = 900
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_FACTS = ("severity", "kind", "sentiment", "survey", "journey", "stage", "channel", "due_at")


def faults(body: Any, path: str = "body", depth: int = 1) -> Iterator[tuple[str, str]]:
    """What is wrong with a JSON of the team's own: where, and a sentence."""
    if depth > MOST_NESTED:
        yield path, f"This is nested more than {MOST_NESTED} deep."
    elif isinstance(body, dict):
        for key, value in body.items():
            yield from faults(value, f"{path}.{key}", depth + 1)
    elif isinstance(body, list):
        for number, value in enumerate(body):
            yield from faults(value, f"{path}.{number}", depth + 1)
    elif isinstance(body, str):
        yield from ((path, sentence) for sentence in _faults_of(body))


def _faults_of(text: str) -> Iterator[str]:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        yield "A brace is missing its other half; write {{ and }} for braces that stand for themselves."
        return
    for _, name, form, conversion in parts:
        if name is None:
            continue
        if form or conversion:
            yield f"{{{name}}} can have no format of its own."
        elif not _FIELD.fullmatch(name):
            yield f"There is no {{{name}}}; there are {{id}}, {{type}}, {{time}}, {{subject}} and {{data.…}}."


def render(template: Mapping[str, Any], event: Mapping[str, Any], words: Mapping[str, str]) -> bytes:
    """The event, as CloudEvents has it, in this template. `words` are those of Slack in the template's language."""
    if template["kind"] == SLACK:
        return _json(_slack(event, words))
    if template["kind"] == OWN:
        return _json(_filled(template["body"], event))
    return _json(event)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _filled(body: Any, event: Mapping[str, Any]) -> Any:
    if isinstance(body, dict):
        return {key: _filled(value, event) for key, value in body.items()}
    if isinstance(body, list):
        return [_filled(value, event) for value in body]
    return _said(body, event) if isinstance(body, str) else body


def _said(text: str, event: Mapping[str, Any]) -> Any:
    """The text with its blanks filled in; a text that is nothing but one blank is the value itself."""
    parts = [(literal, name) for literal, name, _, _ in Formatter().parse(text)]
    if len(parts) == 1 and not parts[0][0] and parts[0][1]:
        return _value(parts[0][1], event)
    return "".join(literal + (_text(_value(name, event)) if name else "") for literal, name in parts)


def _value(name: str, event: Mapping[str, Any]) -> Any:
    value: Any = event
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _slack(event: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    data = event["data"]
    title = words.get(event["type"].rpartition(".")[2], words["other"]).format(
        team=_text(data.get("team")), type=event["type"]
    )
    facts = " · ".join(f"{words[name]}: {_text(data[name])}" for name in _FACTS if data.get(name) is not None)
    paragraphs = [f"*{_escaped(title)}*", _escaped(_text(data.get("reason"))), _escaped(facts)]
    about = f"{event['type']} · {event['subject']} · {event['time']}"
    return {
        "text": _escaped(title),
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": "\n".join(filter(None, paragraphs))}},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": _escaped(about)}]},
        ],
    }


def _escaped(text: str) -> str:
    """As Slack wants it, cut so that three of them fit into one block, but never within an escape."""
    escaped = ""
    for character in text:
        part = _ESCAPES.get(character, character)
        if len(escaped) + len(part) > _MOST_A_PARAGRAPH:
            return escaped + "…"
        escaped += part
    return escaped
