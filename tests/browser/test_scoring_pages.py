"""The pages of scoring: everybody can read and use them, on any screen, with or without scripts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser.test_page import OVERFLOW, TARGETS, TORN
from browser.visitor import DESKTOP, PHONE, Scheme
from integration.scoring.test_at_risk import answered, look, make, set_programme, silent
from integration.scoring.test_gaming import put_plan
from integration.scoring.test_gaming_pages import left_out
from integration.scoring.test_journey_figures import many
from integration.scoring.test_journey_pages import town
from scoring.app import create_app
from scoring.domain.forecasts import Forecast
from scoring.domain.plan_measures import MeasureReference
from scoring.domain.plans import Period
from scoring.domain.slices import Slice
from scoring.jobs import HANDLERS
from scoring.settings import ScoringSettings
from scoring.use_cases.make_forecast import make_forecast
from scoring.use_cases.refresh_cases import refresh_cases
from shared import session
from shared.api_keys import Caller
from shared.clock import now
from shared.follower import follow
from support.apps import SECRET_KEY, Running, common, running
from support.databases import Databases
from support.journeys import START, STEPS, design
from support.ports import free_port
from support.served import served
from support.told import log_of, nps_values, several

PAGES = (
    "/scoring/scores",
    "/scoring/journeys",
    "/scoring/journeys/join?by=channel",
    "/scoring/trends?every=week",
    "/scoring/trends?measure=csat&every=month&journey=join",
    "/scoring/comparisons",
    "/scoring/comparisons?by=journey",
    "/scoring/drivers",
    "/scoring/drivers?journey=join&factors=touchpoints&factors=handoffs&from=2026-08-01",
    "/scoring/drivers?factors=nonsense",
    "/scoring/at-risk",
    "/scoring/proposals",
    "/scoring/proposals/new",
    "/scoring/proposals/new/join",
    "/scoring/gaming",
    "/scoring/gaming/q3",
    "/scoring/comparisons?against=group&from=nonsense",
)


# What Carla may do; whoever the plan pays could not explain what was found.
SCOPES = (
    *("scores:read", "scorecards:read", "journeys:read", "journeys:approve", "journeys:propose"),
    *("at_risk:read", "at_risk:write"),
    *("gaming:read", "gaming:write", "plans:read", "forecasts:read", "forecasts:write"),
    *("immersions:read", "immersions:write"),
)


@dataclass(frozen=True)
class Company:
    """Where its pages are: those that everybody has, and those of what is in it."""

    url: str
    own: tuple[str, ...]

    @property
    def pages(self) -> tuple[str, ...]:
        return PAGES + self.own

    def reader(self, browser: Browser, **options: Any) -> Page:
        """Carla, signed in, at a browser of her own."""
        context = browser.new_context(**options)
        caller = Caller("Carla", frozenset(SCOPES))
        cookie = session.sign(SECRET_KEY, {"scoring": caller})
        context.add_cookies([{"name": session.COOKIE, "value": cookie, "url": self.url}])
        return context.new_page()


@pytest.fixture(scope="module")
def company(databases: Databases, redis_url: str) -> Iterator[Company]:
    """A company with a journey of sixty cases, and answers over twelve weeks."""
    with databases.copy("scoring") as url:
        port = free_port()
        # A form counts only when it comes from the address that people know the house by.
        shared = {**common(url, redis_url), "public_url": f"http://127.0.0.1:{port}"}
        settings = ScoringSettings(**shared, survey_url="http://127.0.0.1:9", router_url="http://127.0.0.1:9")
        with running(create_app(settings)) as app:
            _fill(app)
            own = (_at_risk(app), _audit(app), _proposal(app), _forecast(app), _immersions(app))
            with served(app.app, port) as address:
                yield Company(address, own)


def _fill(app: Running) -> None:
    short = design(window_days=20, first_month=None)
    assert app.post("/scoring/v1/journeys", short, app.key("journeys:write")).status_code == 200
    events = [*town(), *many("lately", 20, *STEPS, day=float((now() - START).days - 12))]
    for week in range(12):
        at = now() - timedelta(days=7 * week)
        answers = nps_values(6, 10, 24) if week > 6 else nps_values(34, 5, 1)
        for channel, journey in (("web", "join"), ("phone", "leave")):
            name = f"{channel}-{week}"
            events += several(name, answers, at=at, channel=channel, journey=journey)
            said = [5, 4, 4, 2, 5, 5]
            events += several(f"{name}-csat", said, score="csat", at=at, channel=channel, journey=journey)
    events += several("few", [9, 9], at=now(), channel="kiosk")
    events += [*answered(), *silent(12), *left_out()]
    follow(app.service.read, app.service.change, "survey", log_of(events), HANDLERS["survey"])
    with app.service.change() as connection:
        while refresh_cases(connection):
            pass


def _at_risk(app: Running) -> str:
    """A model with its test, and those who have not answered, of whom some are on the list."""
    key = app.key("at_risk:read", "at_risk:write")
    assert set_programme(app, key).status_code == 200
    assert make(app, key)["refused"] is None
    look(app)
    return "/scoring/at-risk/join"


def _audit(app: Running) -> str:
    put_plan(app)
    answer = app.post("/scoring/v1/audits/gaming", {"plan": "q3"}, app.key("gaming:write"))
    assert answer.json["findings"]
    return f"/scoring/gaming/q3/{answer.json['id']}"


def _proposal(app: Running) -> str:
    changed = {"definition": design(stages=design()["stages"][:3], first_month=None), "comment": "Fewer."}
    answer = app.post("/scoring/v1/journeys/proposals", changed, app.key("journeys:propose"))
    return f"/scoring/proposals/{answer.json['id']}"


def _forecast(app: Running) -> str:
    """One whose period is over, and one whose period is still to come."""
    today = now().date()
    nps = MeasureReference("nps", Slice(journey="join"))
    with app.service.change() as connection:
        for days in (-60, 1):
            first = today + timedelta(days=days)
            period = Period(first, first + timedelta(days=50))
            said_at = now() - timedelta(days=90)
            said = Forecast(uuid4(), "Carla", nps, period, Decimal(50), "Carla", said_at)
            make_forecast(connection, said, request_id="request-1")
    return "/scoring/forecasts"


def _immersions(app: Running) -> str:
    """One that counts, with a finding that became a task and one that did not; one told again; one without notes."""
    key, path = app.key("immersions:write"), "/scoring/v1/immersions"
    told = {
        "person": "Carla",
        "kind": "walk",
        "day": (now().date() - timedelta(days=3)).isoformat(),
        "channel": "web",
        "journey": "join",
        "notes": "I moved house on our own portal.\nIt asked twice for an address that it had.",
        "findings": ["The address is asked for twice.", "Nobody says how long it takes."],
    }
    first = str(uuid4())
    for id_, change in (
        (first, {}),
        (str(uuid4()), {"findings": []}),
        (str(uuid4()), {"kind": "conversation", "notes": None, "channel": None, "findings": []}),
    ):
        assert app.post(path, {**told, **change, "id": id_}, key).status_code == 200
    action = {"action": "Take it from the contract.", "owner": "digital", "due_on": "2027-01-31"}
    assert app.post(f"{path}/{first}/findings/1/action", action, key).status_code == 200
    return "/scoring/immersions"


@pytest.mark.parametrize(
    ("language", "scheme"), [("en", "light"), ("en", "dark"), ("es", "light"), ("pt", "dark")]
)
def test_axe_finds_nothing_on_any_page_and_nothing_is_wider_than_a_phone(
    company: Company, browser: Browser, language: str, scheme: Scheme
) -> None:
    page = company.reader(browser, color_scheme=scheme, locale=language, **PHONE)
    for path in company.pages:
        page.goto(company.url + path)
        violations = Axe().run(page).response["violations"]
        assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations] == [], path
        assert page.evaluate(OVERFLOW) == 0, path
        assert page.evaluate(TORN) == [], path
        assert page.locator("html").get_attribute("lang") == language
    page.context.close()


def test_everything_on_a_desktop_is_big_enough_to_hit(company: Company, browser: Browser) -> None:
    page = company.reader(browser, **DESKTOP)
    for path in company.pages:
        page.goto(company.url + path)
        assert page.evaluate(OVERFLOW) == 0, path
        controls = [target for target in page.evaluate(TARGETS) if 0 < min(target[1:]) < 24]
        assert controls == [], path
    page.context.close()


def test_a_form_works_by_keyboard_and_without_script(company: Company, browser: Browser) -> None:
    page = company.reader(browser, java_script_enabled=False, locale="en", **PHONE)
    page.goto(f"{company.url}/scoring/trends")
    page.get_by_label("Measure").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Show").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**measure=csat**")
    expect(page.get_by_label("Measure")).to_have_value("csat")
    expect(page.get_by_role("img").first).to_be_visible()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table").first).to_be_visible()
    page.context.close()


def test_a_change_is_proposed_without_script(company: Company, browser: Browser) -> None:
    page = company.reader(browser, java_script_enabled=False, locale="es", **PHONE)
    page.goto(f"{company.url}/scoring/proposals")
    page.get_by_role("link", name="Proponer un cambio").click()
    page.get_by_role("link", name="I join").click()
    stage = page.get_by_role("group", name="declare_interest")
    stage.get_by_label("Función que la lleva").fill("partners")
    stage.get_by_label("Lugar").fill("primero")
    page.get_by_label("Por qué").fill("Así lo ve uno solo.")
    page.get_by_role("button", name="Proponerlo").click()
    expect(page.get_by_role("alert")).to_contain_text("declare_interest: el lugar es un número")
    expect(stage.get_by_label("Lugar")).to_have_attribute("aria-invalid", "true")
    stage.get_by_label("Lugar").fill("1,5")
    page.get_by_role("button", name="Ver qué cambiaría").click()
    expect(page.get_by_role("region", name="Qué cambiaría")).to_contain_text("responsable partners en vez de")
    page.get_by_role("button", name="Proponerlo").click()
    expect(page.get_by_text("Así lo ve uno solo.")).to_be_visible()
    page.context.close()


def test_whom_to_list_and_a_model_are_asked_for_by_form(company: Company, browser: Browser) -> None:
    page = company.reader(browser, java_script_enabled=False, locale="en", **PHONE)
    page.goto(f"{company.url}/scoring/at-risk/join")
    page.get_by_text("Change whom to list").click()
    page.get_by_label("Left alone, by lot").fill("2")
    page.get_by_role("button", name="Keep this").first.click()
    expect(page.get_by_role("alert")).to_contain_text("a number from 5 to 50")
    page.get_by_label("Left alone, by lot").fill("25")
    page.get_by_role("button", name="Keep this").first.click()
    expect(page.get_by_text("25.0 % of them are left alone")).to_be_visible()
    page.get_by_text("Ask for a model").click()
    page.get_by_label("days on the way").uncheck()
    page.get_by_role("button", name="Have it made").click()
    expect(page.get_by_text("Carla asked for a model on")).to_be_visible()
    page.context.close()


def test_a_walk_is_logged_and_its_finding_given_to_somebody_by_form(
    company: Company, browser: Browser
) -> None:
    page = company.reader(browser, java_script_enabled=False, locale="es", **PHONE)
    page.goto(f"{company.url}/scoring/immersions")
    page.get_by_label("Qué fue").select_option("Recorrido hecho como cliente")
    page.get_by_label("Canal").fill("tienda")
    page.get_by_label("Notas").fill("Pedí la baja en una tienda.")
    page.get_by_label("Lo que encontró").fill("Nadie sabe cómo se hace.")
    page.get_by_role("button", name="Anotarlo").click()
    logged = page.get_by_role("listitem").filter(has_text="Pedí la baja en una tienda.")
    expect(logged.get_by_text("Cuenta.")).to_be_visible()
    logged.get_by_text("Decir qué se hace al respecto").click()
    logged.get_by_label("Qué se hace").fill("Una hoja para cada tienda.")
    logged.get_by_label("Quién lo hace").fill("ventas")
    logged.get_by_label("A más tardar").fill("2027-01-31")
    logged.get_by_role("button", name="Guardar").click()
    expect(logged.get_by_text("Una hoja para cada tienda.")).to_be_visible()
    expect(logged.get_by_text("ventas, a más tardar el 2027-01-31")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_wrong_with_a_form_is_told_to_everybody(
    company: Company, browser: Browser, scheme: Scheme
) -> None:
    page = company.reader(browser, color_scheme=scheme, locale="en", **PHONE)
    for path, name, wrong in (
        ("/scoring/proposals/new/join", "place-0", "first"),
        ("/scoring/at-risk/join", "holdout_share", "2"),
        ("/scoring/immersions", "day", "2100-01-01"),
    ):
        page.goto(company.url + path)
        for folded in page.locator("summary").all():
            folded.click()
        page.locator(f"[name={name}]").fill(wrong)
        page.locator(f"form:has([name={name}]) button").last.click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.locator(f"[name={name}]")).to_have_attribute("aria-invalid", "true")
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate(OVERFLOW) == 0, path
    page.context.close()


def test_pages_ask_nobody_else_and_break_no_policy(company: Company, browser: Browser) -> None:
    page = company.reader(browser, **DESKTOP)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    sound = [path for path in company.pages if "nonsense" not in path]
    for path in sound:
        page.goto(company.url + path)
    assert asked == [company.url + path for path in sound]
    assert said == []
    page.context.close()


def test_from_a_score_one_comes_to_its_journey_and_takes_its_figures_along(
    company: Company, browser: Browser
) -> None:
    page = company.reader(browser, locale="en", accept_downloads=True, **DESKTOP)
    page.goto(f"{company.url}/scoring/scores")
    page.get_by_role("link", name="I join", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("I join")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    assert download.value.suggested_filename == "dropoff-join.csv"
    page.context.close()
