"""What a person wrote is told from what their mail program quoted and signed, in the styles of many programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.domain.replies import MOST_CHARACTERS, own_words, text_of_html

QUOTED = "> Hola, Ana:\n>\n> Hemos corregido la factura.\n"
BARE = "Hola, Ana:\n\nHemos corregido la factura.\n"
GMAIL = [
    "On Tue, 3 Nov 2026 at 10:00, Faro <hola@faro.example> wrote:",
    "On Tue, Nov 3, 2026 at 10:00 AM Faro Customer Care and Everything Else\n<hola@faro.example> wrote:",
    "El mar, 3 nov 2026 a las 10:00, Faro (<hola@faro.example>) escribió:",
    "El mar, 3 de nov. de 2026 a la(s) 10:00 a. m., Faro\n(hola@faro.example) escribió:",
    "Em ter., 3 de nov. de 2026 às 10:00, Faro <hola@faro.example>\nescreveu:",
]
APPLE = [
    "On 3 Nov 2026, at 10:00, Faro <hola@faro.example> wrote:",
    "El 3 nov 2026, a las 10:00, Faro <hola@faro.example> escribió:",
    "Em 3 de nov. de 2026, à(s) 10:00, Faro <hola@faro.example> escreveu:",
    "No dia 03/11/2026, às 10:00, Faro <hola@faro.example> escreveu:",
]
OUTLOOK = [
    "From: Faro <hola@faro.example>\nSent: Tuesday, November 3, 2026 10:00 AM\nTo: Ana\nSubject: Tu queja\n",
    "De: Faro <hola@faro.example>\nEnviado: martes, 3 de noviembre de 2026 10:00\nPara: Ana\nAsunto: Tu queja\n",
    "*De:* Faro <hola@faro.example>\n*Enviado el:* martes, 3 de noviembre\n*Para:* Ana\n*Asunto:* Tu queja\n",
    "De: Faro <hola@faro.example>\nEnviada em: terça-feira, 3 de novembro\nPara: Ana\nAssunto: Sua queixa\n",
    "________________________________\nFrom: Faro <hola@faro.example>\nSent: Tuesday\nTo: Ana\nSubject: x\n",
    "-----Original Message-----\nFrom: Faro\nSent: Tuesday\nTo: Ana\n",
    "-----Mensaje original-----\nDe: Faro\nEnviado el: martes\nPara: Ana\n",
    "-----Mensagem original-----\nDe: Faro\nEnviado: terça-feira\nPara: Ana\n",
]
SAID = "Sigue mal: me cobraron 30 €.\n\nEl 3 de mayo me escribió Luis:\nque ya estaba."


@pytest.mark.parametrize("attribution", [*GMAIL, *APPLE])
@pytest.mark.parametrize("quoted", [QUOTED, BARE], ids=["marked", "bare"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_what_stands_under_who_wrote_it_and_when_goes(attribution, quoted, line_end):
    mail = f"{SAID}\n\n{attribution}\n\n{quoted}".replace("\n", line_end)
    assert own_words(mail) == SAID


@pytest.mark.parametrize("header", OUTLOOK)
def test_what_stands_under_outlooks_block_goes(header):
    assert own_words(f"{SAID}\n\n{header}\n{BARE}") == SAID


@pytest.mark.parametrize("attribution", [*GMAIL, *APPLE])
def test_an_answer_below_or_between_the_quoted_lines_stays(attribution):
    mail = f"{attribution}\n> ¿Llegó el abono?\nNo.\n> ¿Tiene el número?\nEs el 4711.\n"
    assert own_words(mail) == "No.\nEs el 4711."


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAna Prieto\nCalle Luna 13",
        "Sent from my iPhone",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Get Outlook for iOS",
        "Obtener Outlook para Android",
        "Obter o Outlook para iOS",
    ],
)
def test_signatures_go(signature):
    assert own_words(f"{SAID}\n\n{signature}\n\n{GMAIL[0]}\n{QUOTED}") == SAID


@pytest.mark.parametrize(
    "text",
    [
        "El técnico me escribió:\nno puedo ir.",
        "A las 10:30 llamé.\nNadie contestó.",
        "From: the heart.\nThank you.",
        "De: nada.",
        "On my way. He wrote: nothing.",
        "Enviado de nuevo el formulario, y nada.\nLlevo un mes.",
    ],
)
def test_words_that_only_look_like_it_stay(text):
    assert own_words(text) == text


@pytest.mark.parametrize("text", ["> No.", "-- \nNo.", "On Tue, 3 Nov 2026 at 10:00, Faro wrote:\nHola"])
def test_rather_everything_is_kept_than_nothing(text):
    assert own_words(text) == text.strip()


def test_an_endless_answer_is_cut():
    assert len(own_words("palabra " * 100_000)) == MOST_CHARACTERS


@given(
    st.text(
        alphabet=st.sampled_from('> -_:@.\n\rFromDeOnSent0123wrote<div class="gmail_quote">/&#'), max_size=300
    )
)
def test_no_text_is_too_odd(text):
    assert bool(own_words(text)) == bool(text.strip())
    assert isinstance(text_of_html(text), str)


@pytest.mark.parametrize(
    "html",
    [
        (
            '<div dir="ltr">Sigue mal.<br>Gracias</div><br><div class="gmail_quote gmail_quote_container">'
            '<div dir="ltr" class="gmail_attr">El mar, Faro escribió:<br></div>'
            "<blockquote>Hola<div>a</div></blockquote></div>"
        ),
        (
            "<html><head><style>p{color:red}</style></head><body><p>Sigue mal.</p><p>Gracias</p>"
            '<hr><div id="divRplyFwdMsg"><b>De:</b> Faro</div><div>Hola, Ana</div></body></html>'
        ),
        (
            '<html><body><div>Sigue&nbsp;mal.</div><div>Gracias</div><blockquote type="cite"><div>Hola</div>'
            "<blockquote>antes</blockquote></blockquote></body></html>"
        ),
        '<div>Sigue mal.</div><div>Gracias</div><div id="appendonsend"></div><hr><div>Hola, Ana</div>',
    ],
    ids=["gmail", "outlook", "apple", "outlook on the web"],
)
def test_of_html_only_the_persons_words_are_read(html):
    assert " ".join(own_words(text_of_html(html)).split()) == "Sigue mal. Gracias"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Sigue mal.</p>Son 5 < 6 &amp; <b y nada m&aacute;s", "Sigue mal.\nSon 5 < 6 & <b y nada más"),
        ("<p>Sigue mal.</p><!-- sin fin <b>Gracias</b>", "Sigue mal.\n<!-- sin fin Gracias"),
        ("<p>Sigue mal.</p><style>p{color:red}", "Sigue mal."),
    ],
    ids=["a tag", "a comment", "a style"],
)
def test_what_begins_and_never_ends_in_html_costs_no_words(html, text):
    assert text_of_html(html) == text


def test_mail_that_is_made_to_keep_us_busy_is_read_like_any_other():
    """To look for what may follow them anew from each of many dashes would take hours."""
    assert own_words(f"Sigue mal.\n{'-' * 1_000_000}").startswith("Sigue mal.")


@pytest.mark.parametrize("endless", ["<!--", "<a b", "<?", "</a "])
def test_html_that_is_made_to_keep_us_busy_is_read_like_any_other(endless):
    assert text_of_html(f"<p>Sigue mal.</p>{endless * 400_000}").startswith("Sigue mal.")
