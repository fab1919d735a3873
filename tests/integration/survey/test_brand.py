"""The company's brand: what can't be read is refused, and what is set is on every page and in every letter."""

import base64
import gzip
import re
from typing import Any

import pytest

from support.answering import Customer, answering
from support.apps import Running
from support.open_links import poster
from support.pictures import png
from support.samples import AFTER_SUPPORT
from survey.domain.brands import Brand
from survey.domain.logos import MOST_BYTES
from survey.domain.piping import Facts
from survey.letters import write_letter
from survey.schemas.surveys import SurveySchema

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><path d="M0 0h60v20H0z" fill="#0a5"/></svg>'
)
DEEP = SVG.replace("</svg>", "<g>" * 2000 + "</g>" * 2000 + "</svg>")
FARO: dict[str, Any] = {
    "name": "Faro & Hijos",
    "logo_svg": SVG,
    "accent": "#7a1fa2",
    "accent_dark": "#e1a9f5",
    "person_phone": "+34 900 123 456",
    "person_url": "https://faro.example/ayuda?x=1&y=2",
}


@pytest.fixture
def ana(survey: Running) -> Customer:
    return answering(survey)()


@pytest.fixture
def key(survey: Running) -> dict[str, str]:
    return survey.key("surveys:write", "surveys:read", "audit:read")


def put(survey: Running, key: dict[str, str], brand: dict[str, Any] | None = None) -> Any:
    return survey.client.put("/survey/v1/brand", json=brand or FARO, headers=key)


def pages(ana: Customer, other: Customer) -> dict[str, str]:
    """Every kind of page that a customer sees."""
    shop = poster(ana.running)
    found = {
        "form": ana.get().text,
        "form with a fault": ana.send({}).text,
        "thanks": ana.send({"recommend": "3"}).text,
        "correction": ana.get("?change=1").text,
        "thanks again": ana.get().text,
        "unknown": ana.running.client.get("/s/nobody").text,
        "unsubscribe": ana.running.client.get(f"{ana.path}/unsubscribe").text,
        "unsubscribed": ana.running.client.post(f"{ana.path}/unsubscribe").text,
        "unsubscribe unknown": ana.running.client.get("/s/nobody/unsubscribe").text,
        "open form": shop.get().text,
        "open thanks": shop.send({"recommend": "3"}).text,
        "open unknown": ana.running.client.get("/o/nobody").text,
    }
    shop.revoke()
    other.expire()
    return found | {"open closed": shop.get().text, "expired": other.get().text}


def test_it_is_kept_in_versions_and_told_and_noted(survey, key):
    assert put(survey, key).json == {"version": 1, "is_new": True}
    assert put(survey, key).json == {"version": 1, "is_new": False}
    assert put(survey, key, {**FARO, "name": "Faro"}).json == {"version": 2, "is_new": True}
    listed = survey.get("/survey/v1/brand", key).json["items"]
    assert [(item["version"], item["definition"]["name"]) for item in listed] == [
        (2, "Faro"),
        (1, "Faro & Hijos"),
    ]
    trail = survey.get("/survey/v1/audit", key).json["items"]
    assert [(entry["action"], entry["detail"]) for entry in trail] == [
        ("brand.set", {"version": 1}),
        ("brand.set", {"version": 2}),
    ]


def test_every_page_has_the_ways_out_in_the_same_place_and_nothing_personal_in_them(survey, ana, key):
    put(survey, key)
    bruno = answering(survey)()
    for name, page in pages(ana, bruno).items():
        (footer,) = re.findall(r"<footer>.*?</footer>", page, re.DOTALL)
        assert page.index("</main>") < page.index("<footer>"), name
        language = re.search(r'<html lang="(..)"', page)[1]  # type: ignore[index]
        assert re.findall(r'href="([^"]+)"', footer) == [
            f"/c?language={language}",
            "https://faro.example/ayuda?x=1&amp;y=2",
            "tel:+34900123456",
        ], name
        assert 'alt="Faro &amp; Hijos"' in page, name
        assert page.count("--accent:#7a1fa2") == page.count("--accent:#e1a9f5") == 1, name


def test_without_a_brand_there_is_only_the_way_to_complain(survey, ana):
    for name, page in pages(ana, answering(survey)()).items():
        (footer,) = re.findall(r"<footer>.*?</footer>", page, re.DOTALL)
        assert footer.count("<a ") == 1, name
        assert "<header" not in page, name


def test_a_new_brand_is_on_pages_that_were_cast_before(survey, ana, key):
    assert "Faro" not in ana.get().text
    put(survey, key)
    assert "Faro &amp; Hijos" in ana.get().text
    put(survey, key, {"name": "Farola"})
    assert "Farola" in ana.get().text
    assert "#7a1fa2" not in ana.get().text


@pytest.mark.parametrize(
    ("field", "colour", "page"),
    [("accent", "#f5a623", "2.0"), ("accent", "#8fc1ff", "1.8"), ("accent_dark", "#1257a8", "2.50:1")],
)
def test_a_colour_that_can_not_be_read_is_refused_with_its_ratio_and_one_that_passes(
    survey, key, field, colour, page
):
    answer = put(survey, key, {"name": "Faro", field: colour})
    assert answer.status_code == 422
    (error,) = answer.json["errors"]
    assert error["field"] == field
    assert page in error["detail"]
    instead = re.search(r"passes is (#[0-9a-f]{6})\.", error["detail"])
    assert instead
    assert put(survey, key, {"name": "Faro", field: instead[1]}).status_code == 200


@pytest.mark.parametrize(
    ("brand", "field"),
    [
        ({"accent": "red"}, "accent"),
        ({"accent": "#FFF"}, "accent"),
        ({"person_phone": "call us"}, "person_phone"),
        ({"person_url": "javascript:alert(1)"}, "person_url"),
        ({"person_url": "http://faro.example"}, "person_url"),
        ({"person_url": "https://"}, "person_url"),
        ({"logo_svg": SVG}, "name"),
        ({"name": "Faro", "logo_svg": "<svg/>"}, "logo_svg"),
        ({"name": "Faro", "logo_svg": "<svg"}, "logo_svg"),
        ({"name": "Faro", "logo_svg": '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG}, "logo_svg"),
        ({"name": "Faro", "logo_svg": SVG.replace("M0", "M0 " + "1 1 " * 1500)}, "logo_svg"),
        ({"name": "Faro", "logo_svg": DEEP}, "logo_svg"),
        ({"name": "Faro", "logo_png": "R0lGODlhAQABAAAAACw="}, "logo_png"),
        ({"name": "Faro", "logo_png": png()[:-8]}, "logo_png"),
        ({"name": "Faro", "logo_png": "*"}, "logo_png"),
        ({"colour": "#000000"}, "colour"),
    ],
)
def test_what_can_not_be_shown_is_refused_by_field(survey, key, brand, field):
    answer = put(survey, key, brand)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert survey.get("/survey/v1/brand", key).json["items"] == []


def logo_after(survey: Running, key: dict[str, str], **logo: str) -> bytes:
    tried = survey.post("/survey/v1/brand/validate", {"name": "Faro", **logo}, key).json
    return base64.b64decode(tried["logo"].partition(",")[2])


def test_of_an_svg_only_shapes_and_colours_are_left(survey, key):
    evil = SVG.replace(
        "<path ",
        '<script>alert(1)</script><style>*{}</style><image href="http://x.example/a.png"/>'
        '<a href="http://x.example"><rect width="1"/></a><foreignObject><p/></foreignObject>'
        '<rect onload="alert(1)" style="x" width="3" fill="url(http://x.example)" clip-path="url(#c)"/>'
        '<rect width="4" fill="URL(http://x.example)" stroke="u\\72l(http://x.example)" '
        'clip-path="url(#c) url(http://x.example)"/><path ',
    )
    left = logo_after(survey, key, logo_svg=evil).decode()
    assert 'd="M0 0h60v20H0z"' in left
    assert 'clip-path="url(#c)"' in left
    for word in ("script", "alert", "style", "image", "http://x", "href", "foreignObject", "onload"):
        assert word not in left


def test_of_a_png_only_the_picture_is_left(survey, key):
    told = png((b"tEXt", b"Author\0Ana"), (b"eXIf", b"somewhere"))
    left = logo_after(survey, key, logo_png=told)
    assert left == base64.b64decode(png())


def test_a_page_with_the_largest_logo_still_travels_in_the_first_flight(survey, ana, key):
    noise = "".join(f"{n * 7919 % 9973} {n * 104729 % 9967} " for n in range(400))
    path = f"M{noise}"[: MOST_BYTES - len(SVG) - 20]
    assert put(survey, key, {**FARO, "logo_svg": SVG.replace("M0 0h60v20H0z", path)}).status_code == 200
    for page in (ana.get(), ana.send({"comment": ""})):
        headers = sum(len(name) + len(value) + 4 for name, value in page.headers)
        assert headers + len(gzip.compress(page.data)) < 14 * 1024


def test_letters_have_the_name_and_the_colours():
    survey = SurveySchema().load(AFTER_SUPPORT)
    brand = Brand(name="Faro & Hijos", accent="#7a1fa2", accent_dark="#e1a9f5")
    letter = write_letter("invitation", survey, "es", Facts(), "https://faro.example/s/t", brand)
    assert "Faro &amp; Hijos" in letter.html
    assert "color:#7a1fa2" in letter.html
    assert "#e1a9f5!important" in letter.html
    assert "#1257a8" not in letter.html
    plain = write_letter("invitation", survey, "es", Facts(), "https://faro.example/s/t")
    assert "Faro" not in plain.html
    assert "#1257a8" in plain.html


def test_letters_bring_their_logo_along_and_fetch_nothing(survey, key):
    tried = {"name": "Faro & Hijos", "logo_svg": SVG, "logo_png": png()}
    put(survey, key, tried)
    brand = Brand(**survey.get("/survey/v1/brand", key).json["items"][0]["definition"])
    letter = write_letter(
        "invitation", SurveySchema().load(AFTER_SUPPORT), "es", Facts(), "https://faro.example/s/t", brand
    )
    assert 'src="cid:logo@escucha" alt="Faro &amp; Hijos"' in letter.html
    assert re.findall(r'src="(?!cid:)', letter.html) == []
    assert brand.letter_picture == base64.b64decode(png())
    assert brand.logo is not None
    assert brand.logo.startswith("data:image/svg+xml")


def test_a_logo_that_many_mail_programs_do_not_show_leaves_the_name(survey, key):
    put(survey, key)
    brand = Brand(**survey.get("/survey/v1/brand", key).json["items"][0]["definition"])
    letter = write_letter(
        "invitation", SurveySchema().load(AFTER_SUPPORT), "es", Facts(), "https://faro.example/s/t", brand
    )
    assert "cid:" not in letter.html
    assert ">Faro &amp; Hijos</p>" in letter.html


@pytest.mark.parametrize(("on", "seen"), [("form", "<form"), ("invitation", "Faro"), ("reminder", "Faro")])
def test_a_brand_is_tried_on_before_it_is_set(survey, key, on, seen):
    survey.post("/survey/v1/surveys", AFTER_SUPPORT, key)
    shown = survey.post(
        f"/survey/v1/brand/preview?survey=after-support&language=pt&on={on}",
        {**FARO, "logo_png": png()},
        key,
    )
    assert shown.status_code == 200
    assert shown.content_type == "text/html; charset=utf-8"
    assert seen in shown.text
    assert "#7a1fa2" in shown.text
    assert "data:image/" in shown.text
    assert survey.get("/survey/v1/brand", key).json["items"] == []


def test_a_brand_can_not_be_tried_on_what_is_not_published(survey, key):
    for where in ("survey=nothing&language=en", "survey=after-support&language=fr"):
        survey.post("/survey/v1/surveys", AFTER_SUPPORT, key)
        assert survey.post(f"/survey/v1/brand/preview?{where}", FARO, key).status_code == 404
