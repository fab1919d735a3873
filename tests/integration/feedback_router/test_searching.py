"""Words are found whatever their endings and accents; filters go together; each order pages to its end."""

from datetime import timedelta
from typing import Any

import pytest

from support.complaints import said

LIST = "/router/v1/feedback"


@pytest.fixture
def comments(router, staffed, hear, analyst):
    """What three people wrote, in three languages."""
    hear(
        said("ana", "La facturación está mal y el técnico no vino", number=1),
        said("ana", "Tuve problemas con las facturas", number=2),
        said("bruno", "The engineers were charging me twice", number=1),
        said("bruno", "A charge on my invoice, no engineer in sight", number=2),
        said("carla", "A instalação demorou e a cobrança veio errada", number=1),
        said("carla", "Cobranças sem fim, não atendem", number=2),
    )


def numbers(router, key, query: str) -> set[str]:
    """Who wrote what is found, with the number of the answer: such as ana-1."""
    answer = router.get(f"{LIST}?limit=500&{query}", key)
    assert answer.status_code == 200, answer.text
    texts = {
        "La facturación": "ana-1",
        "Tuve problemas": "ana-2",
        "The engineers": "bruno-1",
        "A charge": "bruno-2",
        "A instalação": "carla-1",
        "Cobranças sem": "carla-2",
    }
    return {
        next(name for begin, name in texts.items() if item["text"].startswith(begin))
        for item in answer.json["items"]
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("facturacion", {"ana-1"}),
        ("FACTURACIÓN", {"ana-1", "ana-2"}),
        ("facturaciones", {"ana-1", "ana-2"}),
        ("factura", {"ana-1", "ana-2"}),
        ("tecnicos", {"ana-1"}),
        ("problema", {"ana-2"}),
        ("charged", {"bruno-1", "bruno-2"}),
        ("engineering", {"bruno-1", "bruno-2"}),
        ("instalacao", {"carla-1"}),
        ("instalações", {"carla-1"}),
        ("cobranca", {"carla-1", "carla-2"}),
        ('"charging me twice"', {"bruno-1"}),
        ('"twice charging"', set()),
        ("charge -invoice", {"bruno-1"}),
        ("cobrança -errada", {"carla-2"}),
        ("cobrança or técnico", {"ana-1", "carla-1", "carla-2"}),
        ("factura problema", {"ana-2"}),
        ("nothing-like-it", set()),
        ("la", set()),
        ("' & | ! ( <-> :*", set()),
    ],
)
def test_words_are_found_in_each_language_whatever_their_endings_and_accents(
    router, analyst, comments, words, found
):
    answer = router.client.get(LIST, query_string={"q": words}, headers=analyst)
    assert answer.status_code == 200, answer.text
    query = answer.request.query_string.decode()
    assert numbers(router, analyst, query) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("wifi", {1, 2, 3}),
        ("wifi -ligação", {3}),
        ("wifi -ligacao", {3}),
        ('wifi -"a ligação"', {3}),
        ("wifi -ligação -chegou", set()),
        ("wifi -fatura", {1, 2, 3}),
        ("wifi -", {1, 2, 3}),
        ("-ligação", {3}),
    ],
)
def test_what_is_left_out_is_left_out_whether_or_not_its_accents_were_typed(
    router, staffed, hear, analyst, words, found
):
    texts = {1: "Sem wifi, caiu a ligacao", 2: "Sem wifi, caiu a ligação", 3: "O wifi não chegou"}
    hear(*(said("carla", text, number=number) for number, text in texts.items()))
    answer = router.client.get(LIST, query_string={"q": words}, headers=analyst)
    assert {item["text"] for item in answer.json["items"]} == {texts[number] for number in found}


def test_a_word_that_is_common_in_one_language_is_found_in_the_others(router, analyst, comments):
    """ "no" is left out of English and Spanish texts; "sem" is a word in neither."""
    assert numbers(router, analyst, "q=sem+fim") == {"carla-2"}


def test_a_team_searches_among_its_own(router, comments):
    billing = router.key("feedback:read", subject="team:billing")
    assert numbers(router, billing, "q=facturas") == {"ana-1", "ana-2"}
    network = router.key("feedback:read", subject="team:network")
    assert numbers(router, network, "q=facturas") == set()


@pytest.fixture
def understood(router, analyst, comments) -> dict[str, dict[str, Any]]:
    """The same, with what was understood of them; by who wrote them."""
    marks = {
        "%facturación%": ("complaint", 3, ["billing", "visit"], 9.5),
        "%problemas%": ("complaint", 1, ["billing"], 1.25),
        "%charging%": ("question", 0, [], 0),
        "%in sight%": ("complaint", 2, ["visit"], 4),
        "%instalação%": ("report", 4, ["visit"], 9.5),
        "%sem fim%": ("suggestion", 0, ["billing"], 0),
    }
    with router.service.change() as connection:
        for text, (kind, severity, topics, priority) in marks.items():
            connection.execute(
                "UPDATE feedback SET kind = %s, severity = %s, topics = %s, priority = %s WHERE text LIKE %s",
                (kind, severity, topics, priority, text),
            )
    items = router.get(f"{LIST}?limit=500", analyst).json["items"]
    return {f"{item['text'][:12]}": item for item in items}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=complaint", {"ana-1", "ana-2", "bruno-2"}),
        ("severity=2", {"ana-1", "bruno-2", "carla-1"}),
        ("severity=4", {"carla-1"}),
        ("severity=0&language=pt", {"carla-1", "carla-2"}),
        ("topic=visit", {"ana-1", "bruno-2", "carla-1"}),
        ("topic=visit&kind=complaint&q=charge", {"bruno-2"}),
        ("journey=complain&stage=resolve&channel=phone&owner=support", {"ana-1", "ana-2"}),
        ("journey=join", {"bruno-1", "bruno-2"}),
        ("journey=complain&channel=web", set()),
        ("accountable=ana", {"ana-1", "ana-2", "bruno-2", "carla-1", "carla-2"}),
        ("accountable=ana&severity=4", {"carla-1"}),
        ("assigned=true", set()),
        ("assigned=false&accountable=nuria", set()),
        ("overdue=true", set()),
        ("overdue=false&kind=report", {"carla-1"}),
        ("until=2020-01-01T00:00:00Z", set()),
    ],
)
def test_filters_go_together(router, analyst, understood, query, found):
    assert numbers(router, analyst, query) == found


def test_what_is_late_and_what_is_assigned_is_listed_as_such(router, analyst, comments):
    (item,) = router.get(f"{LIST}?q=problemas", analyst).json["items"]
    router.post(f"{LIST}/{item['id']}/assign", {"person": "bea"}, analyst)
    assert numbers(router, analyst, "assigned=true") == {"ana-2"}
    assert numbers(router, analyst, "accountable=bea") == {"ana-2"}
    with router.service.change() as connection:
        connection.execute(
            "UPDATE feedback SET acknowledge_by = now() - interval '1 hour' WHERE id = %s", (item["id"],)
        )
    for order in ("newest", "due", "priority"):
        assert numbers(router, analyst, f"overdue=true&sort={order}") == {"ana-2"}
    assert len(numbers(router, analyst, "overdue=false&sort=due")) == 5
    router.post(f"{LIST}/{item['id']}/resolve", {"what_was_done": "Paid back"}, analyst)
    assert numbers(router, analyst, "overdue=true") == set()


def in_order(router, key, query: str) -> list[dict[str, Any]]:
    """All items of a list, page by page."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = router.get(f"{LIST}?limit=2&{query}&cursor={cursor}", key).json
        found += page["items"]
        cursor = page["next"]
    return found


def test_what_is_due_first_stands_first_and_what_is_over_not_at_all(router, analyst, understood):
    (done, *_), late = router.get(f"{LIST}?q=problemas", analyst).json["items"], timedelta(hours=1)
    router.post(f"{LIST}/{done['id']}/resolve", {"what_was_done": "Paid back"}, analyst)
    with router.service.change() as connection:
        connection.execute("UPDATE feedback SET acknowledge_by = acknowledge_by - %s * severity", (late,))
    listed = in_order(router, analyst, "sort=due")
    assert [item["severity"] for item in listed] == [4, 3, 2, 0, 0]
    assert [item["due_at"] for item in listed] == sorted(item["due_at"] for item in listed)
    assert len({item["id"] for item in listed}) == 5


def test_what_matters_most_stands_first_and_the_oldest_first_among_equals(router, analyst, understood):
    with router.service.change() as connection:
        connection.execute("UPDATE feedback SET routed_at = routed_at - interval '1 hour' WHERE severity = 4")
    listed = in_order(router, analyst, "sort=priority")
    assert [(item["priority"], item["severity"]) for item in listed] == [
        (9.5, 4),
        (9.5, 3),
        (4, 2),
        (1.25, 1),
        (0, 0),
        (0, 0),
    ]
    assert len({item["id"] for item in listed}) == 6


def test_a_cursor_belongs_to_its_order(router, analyst, comments):
    cursor = router.get(f"{LIST}?limit=2&sort=due", analyst).json["next"]
    answer = router.get(f"{LIST}?limit=2&sort=priority&cursor={cursor}", analyst)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "cursor")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("severity=5", "severity"),
        ("severity=much", "severity"),
        ("kind=rant", "kind"),
        ("sort=random", "sort"),
        ("assigned=perhaps", "assigned"),
        ("until=tomorrow", "until"),
        ("q=%00", "q"),
        ("q=", "q"),
        ("journey=", "journey"),
        ("status=waiting", "status"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_by_name(router, analyst, query, field):
    answer = router.get(f"{LIST}?{query}", analyst)
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_words_are_found_however_long_ago_they_were_said_the_newest_first(router, staffed, hear, analyst):
    hear(*(said("bruno", f"The router blinks {number}", number=number) for number in range(12)))
    with router.service.change() as connection:
        connection.execute(
            """UPDATE feedback SET routed_at = now() - days * interval '25 days'
               FROM (SELECT id, row_number() OVER (ORDER BY text) - 1 AS days FROM feedback) AS ages
               WHERE ages.id = feedback.id"""
        )
    everything = router.get(LIST, analyst).json["items"]
    assert pages(router, analyst, "q=blinks&limit=5") == [item["id"] for item in everything]
    times = [item["routed_at"] for item in everything]
    for since, until in ((3, 0), (11, 5), (6, 5), (11, 11)):
        found = pages(
            router, analyst, f"q=blinks&limit=2&since={stamp(times[since])}&until={stamp(times[until])}"
        )
        assert found == [item["id"] for item in everything[until + 1 : since + 1]]


def pages(router, key, query: str) -> list[str]:
    """The ids of all pages of a list, one after the other."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = router.get(f"{LIST}?{query}{cursor and '&cursor='}{cursor}", key)
        assert answer.status_code == 200, answer.text
        found += [item["id"] for item in answer.json["items"]]
        cursor = answer.json["next"]
    return found


def stamp(moment: str) -> str:
    """A moment as it stands in a query."""
    return moment.replace("+", "%2B")
