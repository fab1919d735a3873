"""Comments about the same thing come together, people have the last word, and what is resolved is told to who asked."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from feedback_router.store import grouping
from feedback_router.text.pipeline import load_pipeline
from feedback_router.use_cases.find_themes import find_themes
from feedback_router.use_cases.group_comments import group_comments
from feedback_router.use_cases.resolve_theme import close_themes
from shared.clock import now
from shared.events import Event
from shared.ids import new_id
from support.complaints import erased, said

FEEDBACK, THEMES = "/router/v1/feedback", "/router/v1/themes"
BILL = (
    "The invoice was charged twice this month",
    "My invoice was charged twice again this month",
    "You charged the invoice twice this month, please look",
)
CUTS = (
    "No internet since the storm last night",
    "There is no internet here since the storm",
    "Since the storm we have no internet at all",
)


@pytest.fixture
def hear(hear) -> Callable[..., int]:
    """Follow a log that goes on with these events."""
    log: list[Event] = []

    def listen(*events: Event) -> int:
        log.extend(events)
        heard: int = hear(*log)
        return heard

    return listen


@pytest.fixture
def group(router) -> Callable[[], int]:
    """Group what has come in, and find themes in what is left."""

    def go() -> int:
        service, pipeline = router.service, load_pipeline()
        n = group_comments(service.read, service.change, pipeline, now=now())
        find_themes(service.read, service.change, pipeline, now=now())
        group_comments(service.read, service.change, pipeline, now=now())
        return n

    return go


@pytest.fixture
def themed(router, staffed, hear, group) -> None:
    """Two themes, one of billing and one of the network, and a comment on its own."""
    hear(*comments("bruno", BILL), *comments("bruno", CUTS, first=10))
    hear(said("ana", "Gracias por el regalo de cumpleaños", number=99))
    group()


def test_copies_of_a_batch_are_found_by_their_bands_and_not_by_reading_all_that_there_is(router):
    new = {new_id(): [row * 100 + n for n in range(24)] for row in range(2000)}
    with router.service.change() as connection:
        connection.execute("SET LOCAL session_replication_role = replica")  # without the items themselves
        grouping.keep_vectors(connection, "a space", dict.fromkeys(new, b"1" * 1024), new)
        grouping.alike(connection, dict(list(new.items())[:500]))
        read = "SELECT seq_tup_read, idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'comment_vectors'"
        row = connection.execute(read).fetchone()
    assert row
    assert row[0] == 0
    assert row[1] >= 500


def comments(who: str, texts: tuple[str, ...], first: int = 1) -> list[Event]:
    return [said(who, text, number=number) for number, text in enumerate(texts, first)]


def listed(router, key, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = router.get(f"{THEMES}{query}", key).json["items"]
    return items


def theme_of(router, key, word: str) -> dict[str, Any]:
    (found,) = (theme for theme in listed(router, key) if word in str(theme["quotes"]))
    return found


def items_of(router, key, theme: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = router.get(f"{FEEDBACK}?theme={theme}", key).json["items"]
    return items


def test_comments_about_the_same_thing_are_a_theme_that_is_called_by_their_phrases(router, analyst, themed):
    bill = theme_of(router, analyst, "invoice")
    assert (bill["count"], bill["open"], bill["weeks"][-1]) == (3, 3, 3)
    assert "charged" in bill["name"]
    assert bill["phrases"].keys() == {"en"}
    assert {item["text"] for item in items_of(router, analyst, bill["id"])} == set(BILL)
    assert len(listed(router, analyst)) == 2


def test_the_log_tells_each_team_which_comments_came_into_which_theme_and_none_of_their_words(
    router, analyst, hear, themed, group, events
):
    hear(said("carla", "The invoice was charged twice this month!!", number=50))
    group()
    group()
    told = [event["data"] for event in events("router.theme.placed")]
    assert "invoice" not in str(told)
    assert len(told) == 3
    for theme in listed(router, analyst):
        items = items_of(router, analyst, theme["id"])
        of_theme = [one for one in told if one["theme_id"] == theme["id"]]
        assert sorted(item for one in of_theme for item in one["items"]) == sorted(one["id"] for one in items)
        assert {one["team"] for one in of_theme} == {item["team"] for item in items}


def test_themes_are_listed_by_the_kind_of_what_is_in_them_and_by_whether_that_is_open(
    router, analyst, themed
):
    bill, cuts = theme_of(router, analyst, "invoice"), theme_of(router, analyst, "internet")
    with router.service.change() as connection:
        connection.execute("UPDATE feedback SET kind = 'complaint' WHERE theme_id IS NOT NULL")
        connection.execute(
            """UPDATE feedback SET kind = 'question' WHERE id = (
                   SELECT id FROM feedback WHERE theme_id = %s ORDER BY id LIMIT 1)""",
            (bill["id"],),
        )
    (asked,) = (item for item in items_of(router, analyst, bill["id"]) if item["kind"] == "question")

    def ids(query: str, key: dict[str, str] = analyst) -> set[str]:
        return {theme["id"] for theme in listed(router, key, query)}

    assert ids("?kind=complaint") == {bill["id"], cuts["id"]}
    assert ids("?kind=question") == ids("?kind=question&open=true") == {bill["id"]}
    assert ids("?kind=praise") == set()
    assert ids("?kind=question", router.key("feedback:read", subject="team:network")) == set()
    router.post(f"{FEEDBACK}/{asked['id']}/resolve", {"what_was_done": "Answered"}, analyst)
    assert ids("?kind=question&open=true") == set()
    assert ids("?kind=question&open=false") == {bill["id"]}
    assert router.get(f"{THEMES}?kind=song", analyst).status_code == 422


def test_what_fits_nowhere_is_found_by_a_filter_and_not_dropped(router, analyst, themed):
    (lonely,) = items_of(router, analyst, "none")
    assert (lonely["text"], lonely["theme_id"]) == ("Gracias por el regalo de cumpleaños", None)


def test_what_comes_later_joins_the_theme_and_its_id_stays(router, analyst, hear, themed, group):
    before = theme_of(router, analyst, "invoice")
    hear(said("carla", "The invoice was charged twice this month!!", number=50))
    group()
    after = theme_of(router, analyst, "invoice")
    assert (after["id"], after["count"], after["customers"]) == (before["id"], 4, 2)
    copies = [quote for quote in after["quotes"] if quote["text"].rstrip("!") == BILL[0]]
    assert len(copies) == 1


def test_grouping_again_and_on_many_workers_makes_no_theme_twice(router, analyst, staffed, hear, group):
    hear(*comments("bruno", BILL))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: group(), range(8)))
    assert [theme["count"] for theme in listed(router, analyst)] == [3]
    assert group() == 0


def test_the_size_of_a_theme_enters_the_priority_of_what_is_open_in_it(router, analyst, staffed, hear, group):
    hear(*comments("bruno", BILL))
    before = {item["id"]: item["priority"] for item in router.get(FEEDBACK, analyst).json["items"]}
    group()
    after = {item["id"]: item["priority"] for item in router.get(FEEDBACK, analyst).json["items"]}
    assert {round(after[one] - before[one], 3) for one in before} == {2.0}


def test_a_team_sees_its_own_part_alone(router, hear, themed, group):
    hear(said("bruno", "No internet since the storm, and the invoice was charged twice", number=70))
    group()
    network = router.key("feedback:read", subject="team:network")
    (theme,) = listed(router, network)
    assert "storm" in str(theme["quotes"])
    assert all("storm" in quote["text"] for quote in theme["quotes"])
    everybody = router.key("feedback:read")
    bill = theme_of(router, everybody, "this month")
    assert router.get(f"{THEMES}/{bill['id']}", network).status_code in {200, 404}
    writing = router.key("feedback:read", "feedback:write", subject="team:network")
    assert router.post(f"{THEMES}/{theme['id']}/rename", {"name": "Mine"}, writing).status_code == 403


def test_a_merged_theme_leads_to_the_other_and_is_not_found_again(
    router, analyst, hear, themed, group, events
):
    bill, cuts = theme_of(router, analyst, "invoice"), theme_of(router, analyst, "storm")
    answer = router.post(f"{THEMES}/{cuts['id']}/merge", {"into": bill["id"]}, analyst)
    assert (answer.status_code, answer.json["id"], answer.json["count"]) == (200, bill["id"], 6)
    assert router.post(f"{THEMES}/{cuts['id']}/merge", {"into": bill["id"]}, analyst).json["count"] == 6
    assert router.get(f"{THEMES}/{cuts['id']}", analyst).json["id"] == bill["id"]
    hear(said("ana", "No internet since the storm last night, still", number=51))
    group()
    assert [theme["count"] for theme in listed(router, analyst)] == [7]
    assert len(events("router.theme.merged")) == 1


def test_themes_are_not_merged_while_one_is_being_resolved_so_nobody_hears_of_the_others_cure(
    router, analyst, themed
):
    bill, cuts = theme_of(router, analyst, "invoice"), theme_of(router, analyst, "storm")
    router.post(f"{THEMES}/{cuts['id']}/resolve", {"what_was_done": "A new mast"}, analyst)
    for one, other in ((bill, cuts), (cuts, bill)):
        answer = router.post(f"{THEMES}/{one['id']}/merge", {"into": other["id"]}, analyst)
        assert answer.status_code == 409
    close_themes(router.service.change, router.service.settings, now=now())
    assert router.get(f"{THEMES}/{bill['id']}", analyst).json["open"] == 3
    answer = router.post(f"{THEMES}/{cuts['id']}/merge", {"into": bill["id"]}, analyst)
    assert (answer.status_code, answer.json["open"]) == (200, 3)


def test_what_a_person_split_off_stays_apart_and_copies_of_it_follow(router, analyst, hear, themed, group):
    bill = theme_of(router, analyst, "invoice")
    item = items_of(router, analyst, bill["id"])[0]
    body = {"items": [item["id"]], "name": "Charged in the holidays"}
    split = router.post(f"{THEMES}/{bill['id']}/split", body, analyst)
    assert (split.status_code, split.json["name"], split.json["count"]) == (201, body["name"], 1)
    hear(said("carla", f"{item['text']}!", number=52))
    group()
    apart = router.get(f"{THEMES}/{split.json['id']}", analyst).json
    assert (apart["name"], apart["count"], apart["made_by"]) == (body["name"], 2, "a test")
    assert router.get(f"{THEMES}/{bill['id']}", analyst).json["count"] == 2


def test_only_items_of_the_theme_can_be_split_off(router, analyst, themed):
    bill, cuts = theme_of(router, analyst, "invoice"), theme_of(router, analyst, "storm")
    stranger = items_of(router, analyst, cuts["id"])[0]["id"]
    answer = router.post(f"{THEMES}/{bill['id']}/split", {"items": [stranger]}, analyst)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "items")


def test_a_name_that_a_person_gave_stays(router, analyst, hear, themed, group):
    bill = theme_of(router, analyst, "invoice")
    router.post(f"{THEMES}/{bill['id']}/rename", {"name": "Double charges"}, analyst)
    hear(*comments("carla", tuple(f"{text}, truly" for text in BILL), first=60))
    group()
    after = router.get(f"{THEMES}/{bill['id']}", analyst).json
    assert (after["name"], after["named_by"], after["count"]) == ("Double charges", "a test", 6)


def test_what_a_person_takes_out_of_a_theme_stays_out_and_what_they_put_in_stays_in(
    router, analyst, themed, group, events
):
    bill, cuts = theme_of(router, analyst, "invoice"), theme_of(router, analyst, "storm")
    item = items_of(router, analyst, bill["id"])[0]
    out = router.client.delete(f"{FEEDBACK}/{item['id']}/theme", headers=analyst)
    assert (out.status_code, out.json["theme_id"]) == (200, None)
    assert out.json["priority"] < item["priority"]
    group()
    assert item["id"] in {one["id"] for one in items_of(router, analyst, "none")}
    router.client.put(f"{FEEDBACK}/{item['id']}/theme", json={"theme": cuts["id"]}, headers=analyst)
    group()
    assert router.get(f"{THEMES}/{cuts['id']}", analyst).json["count"] == 4
    assert [event["data"]["theme_id"] for event in events("router.feedback.themed")] == [None, cuts["id"]]


def test_a_resolved_theme_resolves_its_items_and_tells_each_customer_who_asked_once(
    router, analyst, hear, themed, group, events
):
    hear(said("carla", "The invoice was charged twice this month, why?", number=53))
    group()
    bill = theme_of(router, analyst, "invoice")
    body = {"what_was_done": "We paid everything back.", "root_cause": "technology"}
    first = router.post(f"{THEMES}/{bill['id']}/resolve", body, analyst)
    again = router.post(f"{THEMES}/{bill['id']}/resolve", body, analyst)
    assert (first.status_code, again.json) == (202, first.json)
    for _ in range(2):
        close_themes(router.service.change, router.service.settings, now=now())
    items = items_of(router, analyst, bill["id"])
    assert {(item["status"], item["what_was_done"]) for item in items} == {
        ("resolved", body["what_was_done"])
    }
    with router.service.read() as connection:
        rows = connection.execute(
            "SELECT body -> 'to' ->> 'customer_key', body ->> 'text' FROM messages WHERE kind = 'reply'"
        ).fetchall()
    assert sorted(row[0] for row in rows) == ["bruno", "carla"]
    assert all(body["what_was_done"] in row[1] for row in rows)
    assert len(events("router.theme.resolved")) == 1
    shown = router.get(f"{THEMES}/{bill['id']}", analyst).json
    assert (shown["open"], shown["resolutions"][0]["closed_at"] is None) == (0, False)
    assert (
        router.post(f"{THEMES}/{bill['id']}/resolve", {"what_was_done": "More"}, analyst).status_code == 409
    )


def test_what_comes_after_a_theme_was_resolved_is_open(router, analyst, hear, themed, group):
    bill = theme_of(router, analyst, "invoice")
    router.post(f"{THEMES}/{bill['id']}/resolve", {"what_was_done": "Paid back"}, analyst)
    hear(said("carla", "The invoice was charged twice this month", number=54))
    group()
    close_themes(router.service.change, router.service.settings, now=now())
    assert router.get(f"{THEMES}/{bill['id']}", analyst).json["open"] == 1


def test_an_erased_customer_leaves_neither_words_nor_vectors_nor_phrases(
    router, analyst, hear, themed, group
):
    bill = theme_of(router, analyst, "invoice")
    hear(erased(*comments("bruno", BILL)))
    shown = router.get(f"{THEMES}/{bill['id']}", analyst).json
    assert (shown["name"], shown["phrases"], shown["quotes"], shown["count"]) == ("", {}, [], 3)
    with router.service.read() as connection:
        (row,) = connection.execute(
            "SELECT count(*) FROM comment_vectors AS v JOIN feedback AS f ON f.id = v.feedback_id"
            " WHERE f.theme_id = %s",
            (bill["id"],),
        ).fetchall()
    assert row[0] == 0
    group()
    assert router.get(f"{THEMES}/{bill['id']}", analyst).json["phrases"] == {}


def test_comments_with_other_words_are_grouped_anew(router, analyst, hear, themed, group):
    with router.service.change() as connection:
        connection.execute(
            "UPDATE feedback SET text = %s, themed_at = NULL WHERE text = %s", (CUTS[0] + " too", BILL[0])
        )
    group()
    assert theme_of(router, analyst, "storm")["count"] == 4
    assert theme_of(router, analyst, "invoice")["count"] == 2


def test_words_that_were_taken_back_name_no_theme(router, analyst, hear, themed, group):
    bill = theme_of(router, analyst, "invoice")
    assert "charged" in str(bill["phrases"])
    with router.service.change() as connection:
        connection.execute(
            "UPDATE feedback SET text = %s, themed_at = NULL WHERE theme_id = %s AND text <> %s",
            (CUTS[0] + " too", bill["id"], BILL[0]),
        )
    group()
    after = router.get(f"{THEMES}/{bill['id']}", analyst).json
    assert (after["count"], "charged" in str(after["phrases"])) == (1, False)


def test_pages_of_themes_follow_each_other(router, analyst, themed):
    first = router.get(f"{THEMES}?limit=1", analyst).json
    second = router.get(f"{THEMES}?limit=1&cursor={first['next']}", analyst).json
    assert len({first["items"][0]["id"], second["items"][0]["id"]}) == 2
    assert router.get(f"{THEMES}?limit=1&cursor={second['next']}", analyst).json == {
        "items": [],
        "next": None,
    }


@pytest.mark.parametrize("theme", ["all", "0"])
def test_a_filter_that_is_no_theme_is_refused(router, analyst, theme):
    answer = router.get(f"{FEEDBACK}?theme={theme}", analyst)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "theme")
