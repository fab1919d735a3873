"""The pages for staff: what a reader may see, in their language, and nothing that the API would not show them."""

import pytest

from feedback_router.text.pipeline import load_pipeline
from feedback_router.use_cases.decide_claims import decide_claims
from feedback_router.use_cases.find_themes import find_themes
from feedback_router.use_cases.group_comments import group_comments
from shared.clock import now
from shared.ids import new_id
from support.complaints import said
from support.deciding import POLICY, complained, declare, delivered, put_in_force

FEEDBACK, THEMES, DECISIONS = "/router/feedback", "/router/themes", "/router/decisions"
BILLS = (
    "The invoice was charged twice this month",
    "My invoice was charged twice again this month",
    "You charged the invoice twice this month, please look",
)


@pytest.fixture
def reader(router):
    """Carla, who sees all teams and reads decisions too."""
    return router.key("feedback:read", "decisions:read", holder="Carla")


@pytest.fixture
def three(router, staffed, hear):
    """Ana complains to billing, Bruno to the network, Carla thanks."""
    hear(
        said("ana", "La factura está mal"),
        said("bruno", "No internet, <b>awful</b>"),
        said("carla", "Obrigada!"),
    )


def shown(router, path, key, language="en") -> str:
    answer = router.client.get(path, headers={**key, "Accept-Language": language})
    assert answer.status_code == 200, answer.text
    assert f'<html lang="{language}">' in answer.text
    return str(answer.text)


def test_a_comment_stands_with_its_team_the_reason_and_when_it_is_due(router, reader, three):
    page = shown(router, f"{FEEDBACK}?team=billing", reader)
    assert '<blockquote lang="es">La factura está mal</blockquote>' in page
    assert "Billing: not seen yet" in page
    assert "the comment says" in page
    assert "due on" in page
    assert "No internet" not in page


def test_one_comment_stands_with_every_step_and_only_for_its_team(router, analyst, reader, three):
    (item,) = router.get("/router/v1/feedback?team=billing", analyst).json["items"]
    router.post(f"/router/v1/feedback/{item['id']}/comment", {"text": "I have called her."}, analyst)
    path = f"{FEEDBACK}/{item['id']}"
    assert f'href="{path}"' in shown(router, FEEDBACK, reader)
    page = shown(router, path, reader, "es")
    assert "La factura está mal" in page
    assert "I have called her." in page
    other = router.key("feedback:read", subject="team:network")
    assert router.client.get(path, headers=other).status_code == 404


def test_what_comes_first_says_in_words_why_and_what_is_over_does_not(router, analyst, reader, three):
    (item,) = router.get("/router/v1/feedback?team=network", analyst).json["items"]
    theme = new_id()
    with router.service.change() as connection:
        connection.execute(
            "INSERT INTO themes (id, name, space, size, created_at) VALUES (%s, 'internet', '', 5, now())",
            [theme],
        )
        connection.execute("UPDATE feedback SET theme_id = %s WHERE id = %s", [theme, item["id"]])
    path, points = f"{FEEDBACK}/{item['id']}", f"Severity {item['severity']} gives"
    for shows_it in (path, f"{FEEDBACK}?sort=priority"):
        page = shown(router, shows_it, reader)
        assert points in page
        assert "4 who say the same 4 points" in page
        assert str(item["priority"]) not in page
    assert points not in shown(router, FEEDBACK, reader)
    router.post(f"/router/v1/feedback/{item['id']}/resolve", {"what_was_done": "Mended"}, analyst)
    assert points not in shown(router, path, reader)


def test_what_customers_wrote_is_text_and_never_markup(router, reader, three):
    assert "&lt;b&gt;awful&lt;/b&gt;" in shown(router, FEEDBACK, reader)


def test_words_and_orders_narrow_the_page_as_they_narrow_the_list(router, reader, three):
    assert "La factura" not in shown(router, f"{FEEDBACK}?q=internet&sort=due", reader)
    assert "Ningún comentario cumple todo esto" in shown(router, f"{FEEDBACK}?q=tormenta", reader, "es")


def test_what_can_not_be_understood_is_named_and_the_form_keeps_the_rest(router, reader, three):
    answer = router.client.get(f"{FEEDBACK}?kind=nonsense&q=internet", headers=reader)
    assert answer.status_code == 422
    assert "This can&#39;t be understood: kind." in answer.text
    assert 'value="internet"' in answer.text


def test_the_next_page_goes_on_where_this_one_ends_with_the_same_filters(router, reader, book, hear):
    hear(*(said("ana", f"La factura {number} está mal", number=number) for number in range(30)))
    first = shown(router, f"{FEEDBACK}?team=billing&kind=", reader)
    assert first.count("<blockquote") == 25
    onward = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "team=billing" in onward
    rest = shown(router, onward, reader)
    assert rest.count("<blockquote") == 5
    assert 'rel="next"' not in rest


def test_a_team_sees_its_own_comments_and_no_other_team_to_choose(router, three):
    billing = router.key("feedback:read", subject="team:billing")
    page = shown(router, FEEDBACK, billing)
    assert "La factura está mal" in page
    assert "No internet" not in page
    assert ">Network<" not in page
    assert router.client.get(f"{FEEDBACK}?team=network", headers=billing).status_code == 403


def test_each_reader_is_shown_the_way_to_what_they_may_open(router, reader, three):
    assert f'href="{DECISIONS}"' in shown(router, FEEDBACK, reader)
    assert f'href="{DECISIONS}"' not in shown(router, FEEDBACK, router.key("feedback:read"))


def test_who_may_not_open_a_page_is_told_so_and_shown_the_door(router):
    answer = router.client.get(DECISIONS, headers=router.key("feedback:read"))
    assert answer.status_code == 403
    assert "does not open this page" in answer.text
    assert "our side" not in answer.text
    assert 'href="/sign-in"' in answer.text


def test_an_address_that_can_not_be_understood_is_no_fault_of_ours(router, reader):
    answer = router.client.get(f"{THEMES}?emerging=perhaps", headers=reader)
    assert answer.status_code == 422
    assert "We could not read this" in answer.text


def test_who_has_not_signed_in_is_shown_the_door_and_brought_back(router):
    answer = router.client.get(f"{THEMES}?emerging=true")
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "/sign-in?next=/router/themes%3Femerging%3Dtrue",
    )


def test_a_theme_stands_with_its_figures_its_quotes_and_the_way_to_its_comments(
    router, reader, staffed, hear
):
    hear(*(said("bruno", text, number=number) for number, text in enumerate(BILLS)))
    service, pipeline = router.service, load_pipeline()
    group_comments(service.read, service.change, pipeline, now=now())
    find_themes(service.read, service.change, pipeline, now=now())
    group_comments(service.read, service.change, pipeline, now=now())
    page = shown(router, THEMES, reader)
    assert "Comments: 3" in page
    assert any(text in page for text in BILLS)
    onward = page.partition('href="/router/feedback?theme=')[2].partition('"')[0]
    assert shown(router, f"{FEEDBACK}?theme={onward}", reader).count("<blockquote") == 3
    assert "No theme is like this" in shown(router, f"{THEMES}?kind=praise", reader)


def test_where_there_is_nothing_yet_the_page_says_what_makes_it(router, reader):
    assert "Nobody has said anything yet" in shown(router, FEEDBACK, reader)
    assert "Todavía no hay temas" in shown(router, THEMES, reader, "es")
    assert "É preciso uma política" in shown(router, DECISIONS, reader, "pt")


def test_a_decision_stands_with_its_amount_and_its_reason(router, reader, book, hear):
    ana = router.key("decisions:read", "decisions:write", holder="Ana")
    boss = router.key("decisions:read", "decisions:write", "decisions:approve", holder="Carla")
    declare(router, ana)
    put_in_force(router, POLICY, ana, boss)
    hear(delivered("ana", "order-1"), complained("ana", "order-1"))
    decide_claims(router.service.change, router.service.settings, now=now())
    page = shown(router, DECISIONS, reader, "es")
    assert "aprobada" in page
    assert "EUR" in page
