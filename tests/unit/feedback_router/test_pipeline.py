"""What is understood of a comment."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback_router.domain.insults import INSULTS
from feedback_router.domain.swearing import SWEARING
from feedback_router.domain.understanding import CommentText, Harm, Kind, Sentiment, Severity, Understanding
from feedback_router.text import encoder
from feedback_router.text.pipeline import Pipeline, load_pipeline

COMPLAINTS = [
    "The battery caught fire and I have burns on my hand",
    "You charged me twice and nobody gives the money back",
    "Estamos sin luz desde ayer y mi madre usa oxígeno",
    "El repartidor dejó la caja abierta bajo la lluvia",
    "O elevador está parado e eu uso cadeira de rodas",
    "A fatura veio com um valor que eu não conheço",
]


@pytest.fixture(scope="module", params=[True, False], ids=["encoder", "without encoder"])
def pipeline(request: pytest.FixtureRequest) -> Pipeline:
    return load_pipeline(encoder=request.param)


def understood(pipeline: Pipeline, text: str, locale: str | None = None) -> Understanding:
    return pipeline.understand([CommentText(text, locale)])[0]


@pytest.mark.parametrize(
    ("text", "language", "sentiment", "kind"),
    [
        ("The courier never came and nobody answers my emails", "en", Sentiment.NEGATIVE, Kind.COMPLAINT),
        ("El técnico no vino y nadie contesta el teléfono", "es", Sentiment.NEGATIVE, Kind.COMPLAINT),
        ("O técnico não veio e ninguém atende o telefone", "pt", Sentiment.NEGATIVE, Kind.COMPLAINT),
        ("Wonderful service, thank you so much", "en", Sentiment.POSITIVE, Kind.PRAISE),
        ("Un trato excelente, muchas gracias", "es", Sentiment.POSITIVE, Kind.PRAISE),
        ("Atendimento excelente, muito obrigada", "pt", Sentiment.POSITIVE, Kind.PRAISE),
    ],
)
def test_complaint_and_praise_are_told_apart_in_three_languages(
    pipeline: Pipeline, text: str, language: str, sentiment: Sentiment, kind: Kind
) -> None:
    found = understood(pipeline, text)
    assert (found.language, found.sentiment, found.kind) == (language, sentiment, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Very friendly, but I still have no internet", Kind.COMPLAINT),
        ("Muy amables, pero sigo sin internet", Kind.COMPLAINT),
        ("Muito gentis, mas continuo sem internet", Kind.COMPLAINT),
        ("Slow at first, but in the end they solved everything, thanks", Kind.PRAISE),
        ("Lentos al principio, pero al final lo resolvieron todo, gracias", Kind.PRAISE),
        ("Demorou no começo, mas no fim resolveram tudo, obrigado", Kind.PRAISE),
    ],
)
def test_what_comes_after_a_but_counts_more_than_what_comes_before(
    pipeline: Pipeline, text: str, kind: Kind
) -> None:
    assert understood(pipeline, text).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It would be nice if you added a filter by colour", Kind.SUGGESTION),
        ("Deberían agregar un filtro por color", Kind.SUGGESTION),
        ("Deveriam colocar um filtro por cor", Kind.SUGGESTION),
        ("What are your opening hours on Sunday?", Kind.QUESTION),
        ("¿Cuál es el horario del domingo?", Kind.QUESTION),
        ("Qual é o horário de domingo?", Kind.QUESTION),
        ("Just to let you know, the link in the newsletter leads to an empty page", Kind.REPORT),
    ],
)
def test_suggestions_questions_and_reports_are_recognised(text: str, kind: Kind) -> None:
    assert understood(load_pipeline(), text).kind == kind


@pytest.mark.parametrize(
    ("text", "harm", "at_least"),
    [
        (COMPLAINTS[0], Harm.HARM, Severity.CRITICAL),
        (COMPLAINTS[1], Harm.MONEY, Severity.SEVERE),
        (COMPLAINTS[2], Harm.OUTAGE, Severity.SEVERE),
        (COMPLAINTS[4], Harm.VULNERABILITY, Severity.MODERATE),
        ("Hay olor a gas desde que vino el instalador", Harm.SAFETY, Severity.CRITICAL),
    ],
)
def test_what_happened_makes_it_severe_and_is_quoted(
    pipeline: Pipeline, text: str, harm: Harm, at_least: Severity
) -> None:
    found = understood(pipeline, text)
    assert found.severity >= at_least
    quotes = [reason.words for reason in found.severity_reasons if reason.harm is harm]
    assert quotes
    assert all(quote in text.lower() for quote in quotes)


@pytest.mark.parametrize(
    "text",
    [
        "It came nine days late and I want the delivery paid back",
        "Llegó nueve días tarde y quiero que me paguen el envío",
        "Chegou com nove dias de atraso e quero o frete de volta",
    ],
)
def test_what_no_list_of_harms_names_is_severe_by_words_that_are_quoted(
    pipeline: Pipeline, text: str
) -> None:
    found = understood(pipeline, text)
    assert found.severity > Severity.NONE
    (reason,) = found.severity_reasons
    assert (reason.harm, len(reason.words.split())) == (Harm.OTHER, 4)
    assert reason.words in text.lower()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "La factura está mal.",
            "Mi DNI es 12345678Z, tarjeta 4539578763621486, IBAN ES9121000418450200051332.",
        ),
        (
            "The invoice is wrong.",
            "My id is 12345678Z, card 4539578763621486, IBAN ES9121000418450200051332.",
        ),
        ("A fatura está errada.", "Meu CPF é 529.982.247-25, cartão 4539578763621486."),
    ],
)
def test_who_lists_who_they_are_says_nothing_severe_by_it(pipeline: Pipeline, text: str, who: str) -> None:
    alone, listed = understood(pipeline, text), understood(pipeline, f"{text} {who}")
    assert len(listed.personal_data) > 1
    assert (listed.severity, listed.severity_reasons) == (alone.severity, alone.severity_reasons)


@given(st.text(alphabet="aáe ioñz?!.,9", max_size=80) | st.sampled_from(COMPLAINTS))
def test_whatever_is_more_than_nothing_says_why(text: str) -> None:
    found = understood(load_pipeline(), text)
    assert bool(found.severity_reasons) or found.severity == Severity.NONE


def test_what_is_denied_is_no_harm(pipeline: Pipeline) -> None:
    assert not understood(pipeline, "The shelf fell down but nobody was injured").severity_reasons[1:]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(COMPLAINTS),
    st.lists(st.tuples(st.integers(0, 12), st.sampled_from(sorted(SWEARING | INSULTS))), max_size=4),
    st.integers(0, 5),
    st.booleans(),
    st.sampled_from(["", " 😡", " 🤬🤬"]),
)
def test_the_same_facts_in_an_angry_voice_are_as_severe(
    text: str, rude: list[tuple[int, str]], marks: int, shouted: bool, faces: str
) -> None:
    words = text.split()
    for place, word in rude:
        words.insert(min(place, len(words)), word)
    angry = " ".join(words) + "!" * marks + faces
    # In which language a comment is may hang on a single word; the survey's stays the same.
    shouting = angry.upper() if shouted else angry
    quiet, loud = load_pipeline().understand([CommentText(text, "es"), CommentText(shouting, "es")])
    if quiet.language == loud.language:
        assert loud.severity_score == pytest.approx(quiet.severity_score, abs=1e-3)
    assert (loud.severity, loud.severity_reasons) == (quiet.severity, quiet.severity_reasons)
    assert loud.topics == quiet.topics


def test_topics_come_from_the_words(pipeline: Pipeline) -> None:
    assert "billing" in understood(pipeline, "La factura llegó con un cargo de más").topics
    assert "delivery" in understood(pipeline, "O entregador deixou a encomenda na rua").topics


def test_a_team_sees_no_personal_data(pipeline: Pipeline) -> None:
    text = "Me llamo Ana Pérez, escríbanme a ana@example.com"
    found = understood(pipeline, text)
    assert found.masked_text == "Me llamo [name], escríbanme a [email]"
    assert [text[span.start : span.end] for span in found.personal_data] == ["Ana Pérez", "ana@example.com"]


def test_the_survey_s_language_decides_what_is_valid_in_two(pipeline: Pipeline) -> None:
    assert understood(pipeline, "Todo excelente", "pt-BR").language == "pt"
    assert understood(pipeline, "Todo excelente", "es").language == "es"


def test_alone_or_in_a_batch_the_answer_is_the_same(pipeline: Pipeline) -> None:
    comments = [CommentText(text) for text in [*COMPLAINTS, "", "👍", "ok", "a" * 5000]]
    together = pipeline.understand(comments)
    alone = [pipeline.understand([comment])[0] for comment in comments]
    assert [(one.kind, one.severity, one.sentiment) for one in alone] == [
        (one.kind, one.severity, one.sentiment) for one in together
    ]
    assert pipeline.understand(comments) == together


def test_many_threads_get_the_same_answers(pipeline: Pipeline) -> None:
    comments = [CommentText(text) for text in COMPLAINTS]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(pipeline.understand, [comments] * 8))
    assert all(answer == answers[0] for answer in answers)


def test_nothing_to_understand_is_fine(pipeline: Pipeline) -> None:
    assert pipeline.understand([]) == []


def test_textblob_can_be_chosen_and_measures_english_only() -> None:
    pipeline = load_pipeline(encoder=False, sentiment_model="textblob")
    english, spanish = pipeline.understand([CommentText("This is great"), CommentText("Esto está muy bien")])
    assert (english.sentiment, spanish.sentiment) == (Sentiment.POSITIVE, None)
    assert english.model_version.endswith("+textblob")


def test_without_the_encoder_s_package_tf_idf_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "find_spec", lambda _: None)
    assert encoder.load.__wrapped__() is None
    assert load_pipeline(encoder=False).version.endswith("-plain")


def test_an_encoder_of_other_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "FILES", dict.fromkeys(encoder.FILES, "0" * 64))
    with pytest.raises(encoder.EncoderError, match=r"weights\.npz"):
        encoder.load.__wrapped__()


def test_vectors_come_with_the_analysis() -> None:
    analysis = load_pipeline().analyse([CommentText("Todo bien"), CommentText("")])
    said, silent = (text.vector for text in analysis.texts)
    assert said is not None
    assert said.shape == (encoder.DIMENSIONS,)
    assert said @ said == pytest.approx(1, abs=1e-4)
    assert silent is not None
    assert not silent.any()
    (alone,) = load_pipeline(encoder=False).analyse([CommentText("Todo bien")]).texts
    assert alone.vector is None


def test_no_library_of_training_is_loaded_to_understand() -> None:
    code = (
        "import sys; from feedback_router.text.pipeline import load_pipeline; "
        "load_pipeline(encoder=False); print('sklearn' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
