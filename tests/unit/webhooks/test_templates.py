"""How an event is worded for a receiver: never otherwise than it was."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.webhook_templates import faults, render
from shared.i18n import LANGUAGES, Texts

WORDS = Texts.of("feedback_router.webhooks").by_language
EVENT = {
    "specversion": "1.0",
    "id": "0194f3b2-0000-7000-8000-000000000001",
    "source": "/router",
    "type": "router.feedback.routed",
    "subject": "item-1",
    "time": "2026-11-20T10:00:00+00:00",
    "requestid": "r-1",
    "datacontenttype": "application/json",
    "data": {
        "team": "billing",
        "severity": "severe",
        "reason": "Las palabras «factura» & <más>",
        "scores": [1, 2],
    },
}
# A receiver may have kept these. A new wording needs a new kind of template.
KEPT = {
    "standard": '{"specversion":"1.0","id":"0194f3b2-0000-7000-8000-000000000001","source":"/router",'
    '"type":"router.feedback.routed","subject":"item-1","time":"2026-11-20T10:00:00+00:00","requestid":"r-1",'
    '"datacontenttype":"application/json","data":{"team":"billing","severity":"severe",'
    '"reason":"Las palabras «factura» & <más>","scores":[1,2]}}',
    "slack": '{"text":"New feedback for billing","blocks":[{"type":"section","text":{"type":"mrkdwn","text":'
    '"*New feedback for billing*\\nLas palabras «factura» &amp; &lt;más&gt;\\nseverity: severe"}},'
    '{"type":"context","elements":[{"type":"mrkdwn",'
    '"text":"router.feedback.routed · item-1 · 2026-11-20T10:00:00+00:00"}]}]}',
    "json": '{"title":"billing: severe {!}","team":"billing","scores":[1,2],"nothing":null,"n":7,'
    '"said":["[1, 2] Las palabras «factura» & <más>"]}',
}
OWN = {
    "title": "{data.team}: {data.severity} {{!}}",
    "team": "{data.team}",
    "scores": "{data.scores}",
    "nothing": "{data.what.is.not}",
    "n": 7,
    "said": ["{data.scores} {data.reason}{data.nobody}"],
}


@pytest.mark.parametrize("kind", KEPT)
def test_a_template_words_an_event_as_it_always_did(kind):
    template = {"kind": kind, "body": OWN} if kind == "json" else {"kind": kind}
    assert render(template, EVENT, WORDS["en"]).decode() == KEPT[kind]


@pytest.mark.parametrize("language", LANGUAGES)
def test_slack_has_every_word_in_every_language(language):
    assert WORDS[language].keys() == WORDS["en"].keys()
    for kind in ("routed", "acknowledged", "resolved", "tested", "disabled", "unheard_of"):
        message = json.loads(
            render({"kind": "slack"}, {**EVENT, "type": f"router.feedback.{kind}"}, WORDS[language])
        )
        assert "billing" in message["text"]


@given(st.text(max_size=6000), st.text(max_size=6000))
def test_slack_never_gets_a_block_that_it_would_refuse(reason, survey):
    event = {**EVENT, "data": {"team": "billing", "reason": reason, "survey": survey}}
    section, context = json.loads(render({"kind": "slack"}, event, WORDS["en"]))["blocks"]
    for text in (section["text"]["text"], context["elements"][0]["text"]):
        assert len(text) <= 3000
        assert "<" not in text
        assert ">" not in text
        assert all(rest.startswith(("amp;", "lt;", "gt;")) for rest in text.split("&")[1:])


texts = st.one_of(
    st.text(max_size=20), st.sampled_from(["{data.team}", "{id} {{x}}", "{data.a.b}", "{{", "}"])
)
bodies = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(bodies)
def test_a_body_without_faults_can_always_be_filled_in(body):
    if not list(faults(body)):
        filled = render({"kind": "json", "body": body}, EVENT, {})
        assert render({"kind": "json", "body": body}, EVENT, {}) == filled
        json.loads(filled)


@pytest.mark.parametrize(
    "text",
    ["{", "}", "{0}", "{}", "{team}", "{data}", "{data.a!r}", "{data.a:>9}", "{data.a[0]}", "{__class__}"],
)
def test_a_blank_that_nothing_fills_is_a_fault_where_it_stands(text):
    ((path, _),) = faults({"a": [text]})
    assert path == "body.a.0"


def test_a_body_that_is_nested_too_deep_is_a_fault():
    body: object = "x"
    for _ in range(9):
        body = [body]
    assert [sentence for _, sentence in faults(body)] == ["This is nested more than 8 deep."]
