"""Staff see what customers will get, in a page that can do nothing."""

from support.samples import AFTER_SUPPORT


def test_the_preview_shows_subject_text_and_buttons(survey):
    key = survey.key("surveys:write", "surveys:read")
    survey.post("/survey/v1/surveys", AFTER_SUPPORT, key)
    page = survey.get("/survey/previews/after-support/pt", key)
    assert page.status_code == 200
    assert '<h1 lang="pt">O seu contato conosco</h1>' in page.text
    assert "sandbox" in page.text
    letter = survey.get("/survey/previews/after-support/pt?part=html", key)
    assert letter.text.count('class="value"') == 11
    assert letter.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    reminder = survey.get("/survey/previews/after-support/pt?letter=reminder", key)
    assert '<h1 lang="pt">Lembrete: O seu contato conosco</h1>' in reminder.text


def test_around_the_letter_the_page_speaks_its_readers_language(survey):
    key = survey.key("surveys:write", "surveys:read")
    survey.post("/survey/v1/surveys", AFTER_SUPPORT, key)
    page = survey.get("/survey/previews/after-support/pt", {**key, "Accept-Language": "es"}).text
    assert '<html lang="es">' in page
    assert 'href="?letter=reminder">Recordatorio</a>' in page
    assert "<h2>Texto</h2>" in page


def test_there_is_no_preview_of_what_is_not_published(survey):
    key = survey.key("surveys:write", "surveys:read")
    survey.post("/survey/v1/surveys", {**AFTER_SUPPORT, "languages": ["en"]}, key)
    assert survey.get("/survey/previews/after-support/es", key).status_code == 404
    assert survey.get("/survey/previews/nothing/en", key).status_code == 404


def test_a_preview_is_for_staff(survey):
    assert survey.get("/survey/previews/after-support/en", survey.key("touchpoints:write")).status_code == 403
    assert survey.client.get("/survey/previews/after-support/en").status_code == 303
