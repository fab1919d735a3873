"""A page's form is filled in with what was typed before, whatever was typed."""

from hypothesis import given
from hypothesis import strategies as st

from shared.refill import refill
from support.filled import filled_in

# What a form can carry to us: browsers write every line break as two characters, and read it as one.
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=40)
PAGE = """<!doctype html>
<main><h1>A &amp; B</h1>
<details><summary>Fold</summary>
<form method="get" action="/page"><input name="words" value="looked for"></form>
<form method="post" action="/page"><input type="hidden" name="place" value="1"><input name="words" value=""></form>
</details>
<details><summary>More</summary>
<form method="post" action="/page?by=team">
<input type="hidden" name="place" value="2">
<input name="words" value="as it was" maxlength="200"><input type="password" name="word" value="">
<textarea name="long" rows="3">before &amp; after</textarea><textarea name="empty"></textarea>
<select name="kind"><option value="a">A</option><option value="b" selected>B</option></select>
<select name="team"><option>billing</option><option selected>field &amp; network</option></select>
<input type="checkbox" name="factors" value="x" checked><input type="checkbox" name="factors" value="y">
<button name="act" value="send">Send</button>
</form></details></main>
"""
FIELDS = (
    ("place", "2"),
    ("words", "new"),
    ("long", "a\nb"),
    ("empty", ""),
    ("kind", "a"),
    ("team", "billing"),
)


def refilled(*fields: tuple[str, str]) -> str:
    return refill(PAGE, "/page", fields, "Not sent.", "Left over:")


@given(words=WORDS, long=WORDS, factors=st.sets(st.sampled_from("xy")))
def test_a_browser_reads_back_what_was_typed(words: str, long: str, factors: set[str]) -> None:
    fields = (
        *FIELDS[:1],
        ("words", words),
        ("long", long),
        *FIELDS[3:],
        *(("factors", one) for one in sorted(factors)),
    )
    page = refilled(*fields)
    assert sorted(filled_in(page, "unsent")) == sorted(fields)
    assert "Left over:" not in page


def test_of_several_forms_it_is_the_one_whose_unseen_fields_fit_and_the_others_stay() -> None:
    before, _, after = refilled(*FIELDS).partition('<p role="alert" id="unsent"')
    assert '<form method="post" action="/page">' in before
    assert before.endswith("<details open><summary>More</summary>\n")
    assert before == PAGE[: PAGE.index("<details><summary>More")] + "<details open><summary>More</summary>\n"
    assert after.startswith(' class="told">Not sent.</p>')


def test_what_has_no_place_any_more_is_said_and_a_button_is_no_loss() -> None:
    page = refilled(*FIELDS, ("gone", "<b>all\nof it"), ("act", "send"), ("nothing", ""))
    assert (
        '<p>Left over:</p><dl><dt>gone</dt><dd style="white-space:pre-wrap">&lt;b&gt;all\nof it</dd></dl>'
        in page
    )


def test_a_choice_that_is_gone_is_said_and_the_list_stays_as_it_is() -> None:
    page = refilled(("place", "2"), ("kind", "c"))
    assert "<dt>kind</dt>" in page
    assert '<option value="b" selected>' in page


def test_where_the_form_is_gone_everything_stands_at_the_top() -> None:
    page = refill("<body><main><p>Gone.</p></main>", "/page", FIELDS[:2], "Not sent.", "Left over:")
    assert page.index("<main>") < page.index("Not sent.") < page.index("<dd") < page.index("Gone.")


def test_a_password_is_never_put_back() -> None:
    page = refilled(*FIELDS, ("word", "hunter2"))
    assert '<input type="password" name="word" value="">' in page
