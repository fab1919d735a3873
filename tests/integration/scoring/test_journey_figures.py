"""Figures of journeys, worked out by hand from what customers did."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from integration.scoring.conftest import Tell
from scoring.api import journey_figures
from scoring.use_cases.refresh_cases import refresh_cases
from shared.events import Event
from support.apps import Running
from support.journeys import START, STEPS, design, happened, said, walk
from support.told import submitted

PATH = "/scoring/v1/journeys"
Ask = Callable[..., Any]
NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def ask(scoring: Running, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Tells events, then reads one figure of the journey as of NOW."""
    key = scoring.key("journeys:write", "journeys:read")
    monkeypatch.setattr(journey_figures, "now", lambda: NOW)

    def asked(figure: str, *events: Event, query: str = "", **change: Any) -> Any:
        if events or change:
            assert scoring.post(PATH, design(**change), key).status_code == 200
            tell(list(events))
            with scoring.service.change() as connection:
                refresh_cases(connection)
        answer = scoring.get(f"{PATH}/join/{figure}{query}", key)
        assert answer.status_code == 200, answer.text
        return answer.json

    return asked


def many(name: str, n: int, *kinds: str, day: float = 0, **data: Any) -> list[Event]:
    """So many customers who do these things, a day apart."""
    return [
        event for number in range(n) for event in walk(*kinds, who=f"{name}-{number}", from_day=day, **data)
    ]


def a_town() -> list[Event]:
    """20 arrive, 6 withdraw, 8 stop after declaring interest long ago, 6 did so a week ago."""
    return [
        *many("done", 20, *STEPS, channel="web"),
        *many("left", 6, "inform", "declare_interest", "withdrawn", channel="phone"),
        *many("lost", 8, "inform", "declare_interest", channel="web"),
        *many("open", 6, "inform", "declare_interest", day=73, channel="phone"),
    ]


def test_cases_are_counted_by_where_they_are(ask: Ask) -> None:
    assert ask("cases", *a_town())["states"] == [
        {"state": "abandoned", "exit": None, "cases": 8, "touchpoints": 16},
        {"state": "exit", "exit": "withdrawn", "cases": 6, "touchpoints": 18},
        {"state": "open", "exit": None, "cases": 6, "touchpoints": 12},
        {"state": "success", "exit": None, "cases": 20, "touchpoints": 100},
    ]
    by_phone = ask("cases", query="?channel=phone")["states"]
    assert [(one["state"], one["cases"]) for one in by_phone] == [("exit", 6), ("open", 6)]
    recent = ask("cases", query="?from=2026-11-01&to=2026-11-30")["states"]
    assert [(one["state"], one["cases"]) for one in recent] == [("open", 6)]
    assert ask("cases", query="?segment=gold") == {
        "shown": False,
        "reason": "fewer than 5 cases, here or in another group that this one would give away",
    }


def a_town_with_a_small_channel() -> list[Event]:
    """Of 31 who arrived, 3 came by phone: the 20 of the web and the 8 of the shop would tell so."""
    return [
        *many("web", 20, *STEPS, channel="web", segment="gold"),
        *many("shop", 8, *STEPS, channel="shop", segment="gold"),
        *many("phone", 3, *STEPS, channel="phone", segment="gold"),
    ]


def test_in_every_figure_a_small_channel_stays_hidden_whatever_is_asked(scoring: Running, ask: Ask) -> None:
    """What is hidden looks like a channel in which nobody was, and so does what would give it away."""
    days = "from=2026-08-20&to=2026-11-20"
    ask("cases", *a_town_with_a_small_channel())
    description = scoring.client.get("/scoring/v1/openapi.json").json
    assert description is not None
    figures = [
        path.removeprefix(f"{PATH}/{{key}}/")
        for path, item in description["paths"].items()
        if path.startswith(f"{PATH}/{{key}}/")
        and "channel" in {one.get("name") for one in item.get("get", {}).get("parameters", [])}
    ]
    assert len(figures) == 9
    for figure in figures:
        nobody = ask(figure, query=f"?channel=nowhere&{days}")
        for small in ("channel=phone", "channel=shop", "channel=phone&segment=gold"):
            assert ask(figure, query=f"?{small}&{days}") == nobody, (figure, small)
        if figure != "sources":  # nobody looked anything up
            assert ask(figure, query=f"?channel=web&{days}") != nobody, figure
            assert ask(figure, query=f"?{days}") != nobody, figure


def a_town_in_which_few_left_by_phone() -> list[Event]:
    """Enough came by each channel, but of 33 who withdrew after an install 3 came by phone."""
    left = ("inform", "setup.failed", "withdrawn")
    return [
        event
        for channel, n_left, n_done in (("web", 20, 30), ("phone", 3, 15), ("shop", 10, 18))
        for event in (
            *many(f"{channel}-left", n_left, *left, channel=channel),
            *many(f"{channel}-done", n_done, *STEPS, channel=channel),
        )
    ]


def test_what_few_did_in_one_channel_follows_from_no_other_channels_answers(ask: Ask) -> None:
    """All less web and shop would be the phone's: so the shop's stay hidden, too, in each figure."""
    ask("cases", *a_town_in_which_few_left_by_phone())

    def told(figure: str, find: Callable[[Any], Any]) -> list[Any]:
        filters = ["", "?channel=web", "?channel=phone", "?channel=shop"]
        return [find(ask(figure, query=query)) for query in filters]

    def exits(cases: Any) -> list[int]:
        return [one["cases"] for one in cases.get("states", []) if one["exit"] == "withdrawn"]

    def installs(outcomes: Any) -> int | None:
        at_once = outcomes["installs"]["at_once"]
        return at_once["n"] if at_once["shown"] else None

    def edges(graph: Any) -> list[int]:
        ends = ("inform", "setup.failed"), ("setup.failed", "withdrawn")
        return [edge["cases"] for edge in graph["edges"] if (edge["source"], edge["target"]) in ends]

    def ways(variants: Any) -> list[int]:
        return [one["cases"] for one in variants["variants"] if "withdrawn" in one["path"]]

    assert told("cases", exits) == [[33], [20], [], []]
    assert told("outcomes", installs) == [33, 20, None, None]
    assert told("graph", edges) == [[33, 33], [20, 20], [], []]
    assert told("variants", ways) == [[33], [20], [], []]


def test_groups_are_hidden_like_the_same_channels_asked_for_by_name(ask: Ask) -> None:
    ask("cases", *a_town_with_a_small_channel())
    assert set(ask("outcomes", query="?by=channel")["times"]["success"]["groups"]) == {"web"}
    of_gold = ask("outcomes", query="?by=channel&segment=gold")["times"]["success"]
    assert (of_gold["all"]["n"], set(of_gold["groups"])) == (31, {"web"})
    of_phone = ask("outcomes", query="?by=segment&channel=phone")["times"]["success"]
    assert of_phone["all"]["shown"] is False
    assert of_phone["groups"] == {}


def test_contacts_that_are_too_young_are_not_counted_of_what_is_hidden(ask: Ask) -> None:
    found = ask("outcomes", *many("late", 2, "call_help", day=78))["resolution"]
    assert found["seen"]["shown"] is False
    assert found["too_young"] is None


def test_the_graph_says_what_came_after_what_and_how_long_it_took(ask: Ask) -> None:
    graph = ask("graph", *a_town())
    edges = {(edge["source"], edge["target"]): edge for edge in graph["edges"]}
    first = edges["inform", "declare_interest"]
    assert (first["n"], first["cases"], first["median_seconds"]) == (40, 40, 86400)
    assert edges[None, "inform"]["n"] == 40
    assert edges["declare_interest", None]["n"] == 14
    assert (graph["cases"], graph["touchpoints"], graph["hidden"]) == (40, 146, 0)
    inner = sum(edge["n"] for edge in graph["edges"] if edge["source"] and edge["target"])
    assert inner == graph["touchpoints"] - graph["cases"]


def test_what_few_customers_did_is_not_drawn(ask: Ask) -> None:
    graph = ask("graph", *many("done", 20, *STEPS), *many("odd", 4, "inform", "call_help", "connect_portal"))
    assert "call_help" not in {edge["target"] for edge in graph["edges"]}
    assert graph["hidden"] >= 2
    assert ask("graph", query="?to=2026-08-31")["shown"] is False


def test_variants_come_with_rework_and_switches_of_channel(ask: Ask) -> None:
    again = [
        event
        for number in range(10)
        for event in (
            happened("inform", 0, who=f"again-{number}", channel="web"),
            happened("inform", 1, who=f"again-{number}", channel="phone"),
        )
    ]
    found = ask("variants", *many("done", 30, *STEPS, channel="web"), *again)
    assert [(one["path"], one["cases"]) for one in found["variants"]] == [
        (list(STEPS), 30),
        (["inform", "inform"], 10),
    ]
    assert (found["reworked"]["value"], found["repeated"]["inform"]["n"]) == (0.25, 40)
    assert found["switched"]["value"] == 0.25
    assert found["channel_switches"] == [{"source": "web", "target": "phone", "n": 10, "cases": 10}]
    assert len(ask("variants", query="?limit=1")["variants"]) == 1


def test_cases_that_are_over_are_held_against_the_design(ask: Ask) -> None:
    """20 perfect of cost 0/10; 6 withdrawn and 8 abandoned miss three stages each: 3/7. 1 − 42 / (200 + 98)."""
    found = ask("conformance", *a_town())
    assert found["cases"] == 34
    assert found["fitness"] == pytest.approx(1 - 42 / 298)
    assert found["perfect"]["value"] == pytest.approx(20 / 34)
    assert found["skipped"]["connect_portal"]["value"] == pytest.approx(14 / 34)
    assert found["skipped"]["connect_portal"]["low"] < 14 / 34 < found["skipped"]["connect_portal"]["high"]


def test_hand_offs_tell_their_delay_their_losses_and_the_score_after_them(ask: Ask) -> None:
    answers = [
        submitted(
            f"answer {number}",
            at=START + timedelta(days=3, hours=1),
            customer_key=f"done-{number}",
            journey="join",
            csat=5 if number < 12 else 2,
        )
        for number in range(20)
    ]
    items = ask("handoffs", *a_town(), *answers)["items"]
    found = {(item["source"], item["target"]): item for item in items}
    sales = found["sales", "operations"]
    assert (sales["n"], sales["cases"], sales["median_seconds"]) == (20, 20, 86400)
    # Of the 28 that operations should have taken up, 8 were abandoned in the hands of sales.
    assert found["marketing", "sales"]["lost"]["value"] == 0
    assert (sales["lost"]["value"], sales["lost"]["n"]) == (0, 20)
    (after,) = sales["scores_after"]
    assert (after["statistic"], after["value"], after["n"]) == ("share of top answers", 0.6, 20)
    assert found["operations", "digital"]["scores_after"] == []


def test_a_case_that_the_next_owner_never_takes_up_is_a_lost_hand_off(ask: Ask) -> None:
    found = ask("handoffs", *many("done", 15, *STEPS), *many("lost", 5, *STEPS[:3]))["items"]
    (sales,) = [item for item in found if (item["source"], item["target"]) == ("sales", "operations")]
    assert (sales["lost"]["value"], sales["lost"]["n"]) == (0.25, 20)


def test_who_is_still_at_a_stage_is_not_dropped_off(ask: Ask) -> None:
    stages = {stage["stage"]: stage for stage in ask("dropoff", *a_town())["stages"]}
    declared = stages["declare_interest"]
    assert (declared["came"], declared["went_on"], declared["dropped"], declared["still_there"]) == (
        40,
        20,
        14,
        6,
    )
    # All go on or leave on the first day, when all 40 are there; the six who are open are censored later.
    assert declared["goes_on"]["value"] == pytest.approx(20 / 40)
    assert stages["connect_portal"]["went_on"] == 20
    assert declared["method"] == "Aalen-Johansen, log-log"


def test_times_count_open_cases_as_censored_and_exits_as_competing(ask: Ask) -> None:
    found = ask("outcomes", *a_town())
    success = found["times"]["success"]["all"]
    assert (success["n"], success["reached"], success["left"], success["waiting"]) == (40, 20, 6, 14)
    assert success["by_day"]["1"]["value"] == 0
    assert success["by_day"]["7"]["value"] == pytest.approx(20 / 40)
    assert success["median_days"] == pytest.approx(4)
    assert (found["succeeded"]["value"], found["succeeded"]["n"]) == (pytest.approx(20 / 34), 34)
    assert set(found["times"]) == {"success", "revenue", "setup"}
    assert found["statement"]["en"] == "It works from the first day."


def test_groups_are_compared_by_log_rank_and_corrected(ask: Ask) -> None:
    slow = [
        event
        for number in range(20)
        for place, step in enumerate(STEPS)
        for event in [happened(step, place * 3, who=f"slow-{number}", segment="silver", channel="web")]
    ]
    few = [*many("some", 6, *STEPS, segment="bronze"), *many("few", 3, *STEPS, segment="lead")]
    events = [*many("fast", 20, *STEPS, segment="gold"), *slow, *few]
    ask("cases", *events)
    found = ask("outcomes", query="?by=segment")["times"]["success"]
    compared = {one["group"]: one for one in found["compared"]}
    assert compared["gold"]["z"] > 0 > compared["silver"]["z"]
    assert compared["gold"]["p"] <= compared["gold"]["adjusted_p"] < 0.001
    assert set(found["groups"]) == {"gold", "silver"}  # with bronze, lead would follow from the total


def test_first_contact_resolution_is_told_both_ways_with_its_window(ask: Ask) -> None:
    """12 callers: 4 come back within a week with the same, 2 called this week and don't count yet."""
    events = [
        *many("once", 6, "call_help"),
        *[happened("call_help", day, who=f"twice-{n}") for n in range(4) for day in (0, 3)],
        *many("late", 2, "call_help", day=78),
    ]
    choices = [
        [{"question": "resolved", "value": solved}, {"question": "contacts", "value": contacts}]
        for solved, contacts in [("yes", "one")] * 6 + [("yes", "two")] * 2 + [("no", "one")] * 2
    ]
    answers = [
        submitted(f"answer {number}", journey="join", choices=chosen) for number, chosen in enumerate(choices)
    ]
    answers.append(submitted("half", journey="join", choices=[{"question": "resolved", "value": "yes"}]))
    found = ask("outcomes", *events, *answers)["resolution"]
    assert (found["seen"]["value"], found["seen"]["n"]) == (pytest.approx(10 / 14), 14)
    assert (found["said"]["value"], found["said"]["n"]) == (0.6, 10)
    assert (found["window_days"], found["too_young"]) == (7, 2)


def test_the_same_customer_with_another_intent_does_not_come_back(ask: Ask) -> None:
    bill, outage = {"intent": "bill"}, {"intent": "outage"}
    events = [
        event
        for number in range(6)
        for event in (
            happened("call_help", 0, who=f"ana-{number}", attributes=bill),
            happened("call_help", 1, who=f"ana-{number}", attributes=outage),
            happened("call_help", 2, who=f"ana-{number}", attributes=outage),
        )
    ]
    by_intent = ask("outcomes", *events)["resolution"]["seen_by_intent"]
    assert {name: (one["value"], one["n"]) for name, one in by_intent.items()} == {
        "bill": (1, 6),
        "outage": (0.5, 12),
    }


def test_installs_promises_lookups_and_the_first_month(ask: Ask) -> None:
    due = (START + timedelta(days=5)).isoformat()
    events: list[Event] = []
    for number in range(10):
        who = f"customer-{number}"
        events += [
            happened("delivery.promised", 0, who=who, attributes={"due": due}),
            happened("receive_contract", 3 if number < 7 else 6, who=who),
            happened("connect_portal", 7, who=who),
            happened("setup.failed" if number < 4 else "setup.succeeded", 8, who=who),
            happened(
                "call_help", 9, who=who, attributes={"lookups_needed": 2, "lookups_found": int(number < 5)}
            ),
            *([happened("setup.succeeded", 10, who=who)] if number < 3 else []),
            *([happened("follow_up", 20, who=who)] if number < 8 else []),
            *([happened("fault", 39, who=who)] if number < 2 else []),
        ]
    found = ask("outcomes", *events)
    assert found["installs"]["at_once"]["value"] == 0.6
    assert found["installs"]["in_the_end"]["value"] == 0.9
    assert found["promises_kept"]["delivery"]["value"] == 0.7
    assert (found["lookups_found"]["value"], found["lookups_found"]["n"]) == (0.25, 20)
    month = {name: one["value"] for name, one in found["first_month"].items()}
    assert month == {"followed_up": 0.8, "with_issues": 0, "set_up": 0.9}
    assert found["complaints_given_up"] is None
    assert found["times"]["revenue"]["all"]["reached"] == 0


def test_sources_tell_what_they_gave_and_how_old_they_were_by_channel(ask: Ask) -> None:
    def looks(who: str, day: float, source: str, found: bool, updated: float, channel: str) -> Event:
        changed = (START + timedelta(days=updated)).isoformat()
        lookups = [{"source": source, "found": found, "updated_at": changed}]
        return happened("call_help", day, who=who, channel=channel, attributes={"lookups": lookups})

    events = [
        event
        for number in range(8)
        for event in (
            looks(f"c-{number}", 10, "map", number < 6, 10 - number, "phone"),
            looks(f"c-{number}", 11, "map", True, 10, "web"),
            # Changed after it was read.
            *([looks(f"c-{number}", 12, "file", True, 13, "phone")] if number < 7 else []),
            *([looks(f"c-{number}", 13, "wiki", True, 13, "phone")] if number < 4 else []),
        )
    ]
    known = [{"key": "map", "name": said("Map"), "fresh_days": 3}]
    items = ask("sources", *events, sources=known)["items"]
    # The wiki has too few customers; the file, the smallest source that can, hides with it.
    assert [item["source"] for item in items] == ["map"]
    (whole,) = items
    assert (whole["fresh_days"], whole["found"]["value"], whole["found"]["n"]) == (3, 14 / 16, 16)
    assert (whole["age"]["n"], whole["age"]["median_days"], whole["age"]["fresh"]["value"]) == (16, 1, 0.75)
    phone, web = whole["channels"]
    assert (phone["channel"], phone["found"]["value"], phone["age"]["median_days"]) == ("phone", 0.75, 3.5)
    assert (phone["age"]["median_low"], phone["age"]["median_high"]) == (0, 7)
    assert (web["channel"], web["age"]["fresh"]["value"], web["age"]["median_days"]) == ("web", 1, 1)
    # The filter is the case's first channel; and what is listed need not be counted.
    assert ask("sources", query="?channel=web")["items"] == []
    assert ask("sources", query="?channel=phone")["items"] == items
    found = ask("outcomes")["lookups_found"]
    assert (found["value"], found["n"]) == (25 / 27, 27)


def test_a_source_of_unknown_age_still_tells_what_it_gave(ask: Ask) -> None:
    lookups = {"lookups": [{"source": "file", "found": False}]}
    events = [happened("call_help", 1, who=f"c-{number}", attributes=lookups) for number in range(5)]
    (item,) = ask("sources", *events)["items"]
    assert (item["found"]["value"], item["age"], item["fresh_days"]) == (0, None, None)
    assert [channel["channel"] for channel in item["channels"]] == [None]
    assert ask("sources", query="?to=2026-08-31")["items"] == []


def test_fine_touchpoints_beside_a_red_journey_ring(ask: Ask) -> None:
    satisfied = [
        submitted(
            f"answer {number} {stage}",
            at=NOW - timedelta(days=3),
            journey="join",
            stage=stage,
            csat=5 if number % 20 else 1,
        )
        for stage in ("inform", "fill_contract")
        for number in range(100)
    ]
    # The journeys began 25 days ago and were to be over in a week.
    lost = many("lost", 60, "inform", "declare_interest", day=55)
    done = many("done", 15, *STEPS, day=55)
    short = {"window_days": 7, "first_month": None}
    found = ask("alarms", *satisfied, *lost, *done, **short)
    (alarm,) = found["alarms"]
    assert (alarm["kind"], alarm["about"]) == ("green_but_red", "succeeded")
    assert alarm["numbers"]["journey"] == 0.2
    assert alarm["sentence"]["en"].startswith("The touchpoints look fine (95.0\u00a0% satisfied of 200")
    assert "20,0\u00a0% de 75" in alarm["sentence"]["es"]
    assert "vermelho abaixo de 60,0\u00a0%" in alarm["sentence"]["pt"]
    assert found["service"]["csat-1-5"]["value"] == 0.95
    assert found["excellence"]["csat-1-5"]["p"] == 1
    assert "quieter_but_given_up" in found["not_watched"]
    assert (found["from"], found["to"], found["compared_from"]) == ("2026-10-22", "2026-11-20", "2026-09-22")


def test_a_journey_that_is_only_a_little_below_its_line_rings_for_nobody(ask: Ask) -> None:
    """11 of 20 are below 60 %, but up to 74 % would look like this."""
    satisfied = [
        submitted(f"answer {number}", at=NOW - timedelta(days=3), journey="join", csat=5)
        for number in range(100)
    ]
    events = [*many("lost", 9, "inform", day=55), *many("done", 11, *STEPS, day=55)]
    found = ask("alarms", *satisfied, *events, window_days=7, first_month=None)
    assert found["experience"]["succeeded"]["value"] == 0.55
    assert found["alarms"] == []


def test_faster_but_with_more_customers_coming_back_rings(ask: Ask) -> None:
    def period(name: str, day: float, step: float, back: int) -> list[Event]:
        walks = [
            happened(kind, day + place * step, who=f"{name}-{number}")
            for number in range(100)
            for place, kind in enumerate(("inform", "connect_portal"))
        ]
        calls = [
            happened("call_help", day + after, who=f"{name}-caller-{number}")
            for number in range(40)
            for after in ((0, 1) if number < back else (0,))
        ]
        return [*walks, *calls]

    events = [*period("before", 30, 5, back=4), *period("after", 60, 1, back=30)]
    (alarm,) = ask("alarms", *events)["alarms"]
    assert (alarm["kind"], alarm["about"]) == ("faster_but_worse", "resolved_at_once_seen")
    assert (alarm["numbers"]["median_before"], alarm["numbers"]["median_after"]) == (5, 1)
    assert alarm["numbers"]["change_high"] < 0


def test_fewer_complaints_while_more_are_given_up_ring(ask: Ask) -> None:
    page = {"opened": ["page.opened"], "sent": ["complaint.sent"]}
    events = [
        *many("before", 100, "page.opened", "complaint.sent", day=30),
        *many("before-lost", 10, "page.opened", day=30),
        *many("after", 50, "page.opened", "complaint.sent", day=60),
        *many("after-lost", 50, "page.opened", day=60),
    ]
    found = ask("alarms", *events, complaint_page=page)
    (alarm,) = found["alarms"]
    assert alarm["kind"] == "quieter_but_given_up"
    assert (alarm["numbers"]["sent_before"], alarm["numbers"]["sent_after"]) == (100, 50)
    assert alarm["numbers"]["after"] == 0.5
    assert found["not_watched"] == {}
    assert ask("outcomes", query="?from=2026-10-22")["complaints_given_up"]["value"] == 0.5


def test_a_filter_that_is_misspelt_is_refused(scoring: Running, ask: Ask) -> None:
    ask("cases", *a_town())
    key = scoring.key("journeys:read")
    for query, field in [("team=a", "team"), ("from=2026-02-02&to=2026-02-01", "to")]:
        answer = scoring.get(f"{PATH}/join/graph?{query}", key)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json["errors"]] == [field]
    assert scoring.get(f"{PATH}/join/graph?to=9999-12-31", key).status_code == 200
    assert scoring.get(f"{PATH}/join/graph", scoring.key("scores:read")).status_code == 403
