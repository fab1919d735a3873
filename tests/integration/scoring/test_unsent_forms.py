"""A form that is sent after the session has ended: nothing is done, and it comes back as it was typed."""

import re

import pytest

from integration.scoring import test_forecast_pages
from integration.scoring.test_forecast_pages import PAGE, kept
from shared import session, unsent
from shared.unsent import Unsent
from support.apps import PUBLIC_URL, SECRET_KEY, Running
from support.filled import filled_in
from support.journeys import design
from support.staff import Reader, words_of

AT_RISK = "/scoring/at-risk/join"
# A period that has not begun.
FORM = {**test_forecast_pages.FORM, "first_day": "2100-01-01", "last_day": "2100-01-31"}


@pytest.fixture
def executive(scoring: Running) -> Reader:
    return Reader.of(scoring, "forecasts:read", "forecasts:write", name="Alice")


def leave(scoring: Running) -> None:
    scoring.client.delete_cookie(session.COOKIE)


def send_late(scoring: Running, path: str, form: dict[str, str], page: str = "") -> str:
    """What the page that asks to sign in again carries."""
    leave(scoring)
    headers = {"Origin": PUBLIC_URL, **({"Referer": f"{PUBLIC_URL}{page}"} if page else {})}
    answer = scoring.client.post(path, data=form, headers=headers)
    assert answer.status_code == 403
    assert 'type="password" id="key"' in answer.text
    found = re.search(r'name="unsent" value="([^"]+)"', answer.text)
    assert found
    return found[1]


def bring_back(reader: Reader, page: str, sealed: str) -> str:
    return reader.send(page, 200, unsent=sealed)


def test_it_is_not_done_and_comes_back_as_it_was_typed_for_its_sender_to_send(
    scoring: Running, executive: Reader
) -> None:
    form = {**FORM, "value": 'forty <b>or</b> "so"'}
    sealed = send_late(scoring, PAGE, form)
    page = scoring.app.test_client().post(PAGE, data={"unsent": sealed}, headers={"Origin": PUBLIC_URL})
    assert (page.status_code, "Nothing was sent" in words_of(page.text)) == (403, True)
    executive = Reader.of(scoring, "forecasts:read", "forecasts:write", name="Alice")
    back = scoring.client.post(PAGE, data={"unsent": sealed}, headers={"Origin": PUBLIC_URL})
    assert "It has not been sent" in words_of(back.text)
    assert dict(filled_in(back.text, "unsent")) == form
    assert kept(scoring) == []
    assert executive.send(PAGE, **FORM) == PAGE


def test_it_comes_back_on_the_page_that_it_stood_on_unfolded(scoring: Running) -> None:
    key = scoring.key("journeys:write")
    assert scoring.post("/scoring/v1/journeys", design(), key).status_code == 200
    at = f"{AT_RISK}?segment=home"
    typed = {"from_probability": "42,5 %", "holdout_share": "ten"}
    sealed = send_late(scoring, f"{AT_RISK}/programme", typed, at)
    form = unsent.unseal(sealed, SECRET_KEY)
    assert form == Unsent(at, f"{AT_RISK}/programme", tuple(typed.items()))
    page = bring_back(Reader.of(scoring, "at_risk:read", "at_risk:write"), at, sealed)
    assert dict(filled_in(page, "unsent")) == typed
    before = page.partition('id="unsent"')[0]
    assert before.rfind("<details open>") > before.rfind("</details>")


def test_choices_come_back_too_and_those_that_were_taken_back_stay_so(scoring: Running) -> None:
    assert scoring.post("/scoring/v1/journeys", design(), scoring.key("journeys:write")).status_code == 200
    typed = {"kind": "relationship", "factors": "handoffs"}
    sealed = send_late(scoring, f"{AT_RISK}/model", typed, AT_RISK)
    page = bring_back(Reader.of(scoring, "at_risk:read", "at_risk:write"), AT_RISK, sealed)
    assert filled_in(page, "unsent") == list(typed.items())


def test_who_may_not_send_it_any_more_still_reads_what_they_wrote(scoring: Running) -> None:
    sealed = send_late(scoring, PAGE, FORM)
    page = bring_back(Reader.of(scoring, "forecasts:read"), PAGE, sealed)
    assert "no place any more" in page
    assert '<dd style="white-space:pre-wrap">complain</dd>' in page


def test_another_sites_form_is_not_kept_and_nobody_else_fills_in_ours(
    scoring: Running, executive: Reader
) -> None:
    forged = unsent.seal(Unsent(PAGE, PAGE, (("value", "99"),)), "another secret")
    assert "could not read this" in executive.send(PAGE, 400, unsent=forged)
    leave(scoring)
    for origin in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        answer = scoring.client.post(PAGE, data=FORM, headers=origin)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign-in?next={PAGE}")


@pytest.mark.parametrize(
    "referer", ["https://evil.example/x", "/scoring/nowhere", "/scoring/livez", "http://["]
)
def test_it_leads_back_to_our_own_pages_only(scoring: Running, referer: str) -> None:
    leave(scoring)
    headers = {"Origin": PUBLIC_URL, "Referer": referer if "//" in referer else f"{PUBLIC_URL}{referer}"}
    answer = scoring.client.post(PAGE, data=FORM, headers=headers)
    assert f'name="next" value="{PAGE}"' in answer.text


def test_what_should_be_in_no_page_is_not_kept(scoring: Running) -> None:
    sealed = send_late(scoring, PAGE, {**FORM, "password": "hunter2", "key": "escucha_0_1"})
    form = unsent.unseal(sealed, SECRET_KEY)
    assert form is not None
    assert dict(form.fields) == FORM


def test_a_form_that_nobody_types_is_too_long_to_be_kept(scoring: Running) -> None:
    leave(scoring)
    # Not to be compressed, as what people write is.
    value = "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(30_000))
    answer = scoring.client.post(PAGE, data={**FORM, "value": value}, headers={"Origin": PUBLIC_URL})
    assert answer.status_code == 413
    assert kept(scoring) == []


def test_programs_are_answered_as_ever(scoring: Running) -> None:
    answer = scoring.client.post("/scoring/v1/forecasts", data=FORM, headers={"Origin": PUBLIC_URL})
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    answer = scoring.client.post(PAGE, data=FORM, headers=scoring.key("forecasts:read", "forecasts:write"))
    assert answer.status_code == 303
