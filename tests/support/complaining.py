"""Complaining on the page of the router, as a browser does it."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from feedback_router.use_cases.tell_touchpoints import tell_touchpoints, touchpoint_poster
from shared.clock import now
from support.apps import INTERNAL_KEY, Running

REFERENCE = re.compile(r"/c/([0-9A-Z-]{19})")


def complain(router: Running, text: str = "The invoice is wrong.", **fields: Any) -> Any:
    """Send the form; the answer as it comes, before the browser follows it."""
    data = {"_form": str(uuid4()), "_language": "en", "text": text, **fields}
    return router.client.post("/c", data=data)


def reference(answer: Any) -> str:
    """The reference of a complaint that was taken."""
    assert answer.status_code == 303, answer.text
    match = REFERENCE.search(answer.headers["Location"])
    assert match
    return match[1]


def page(router: Running, number: str, language: str = "en") -> str:
    """What the customer sees of their complaint."""
    answer = router.client.get(f"/c/{number}?language={language}")
    assert answer.status_code == 200, answer.text
    return answer.text


def press(router: Running, number: str, do: str, text: str = "") -> Any:
    """Press one of the buttons of a complaint's page."""
    return router.client.post(f"/c/{number}", data={"do": do, "text": text, "_language": "en"})


def original(router: Running, feedback_id: str) -> str:
    """What a customer wrote word for word, as somebody sees it who may look."""
    key = router.key("originals:read", "feedback:read")
    answer = router.post(f"/router/v1/feedback/{feedback_id}/original", {"reason": "A test looks."}, key)
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return str(answer.json["text"])


def tell(router: Running, client: httpx.Client, at: datetime | None = None) -> int:
    """Tell the survey service what it has to hear."""
    post = touchpoint_poster(client, "http://survey", INTERNAL_KEY)
    moment = at or now()
    return tell_touchpoints(
        router.service.change, post, router.service.settings, lambda: moment, timedelta(minutes=1)
    )
