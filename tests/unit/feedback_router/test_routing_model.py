"""Routing that starts from descriptions and learns from corrections."""

import numpy as np
import pytest
from numpy.typing import NDArray

from feedback_router.domain.insults import INSULTS
from feedback_router.text import encoder, heads
from feedback_router.text.routing import fitting
from feedback_router.text.routing.fitting import fitted, retrained, threshold_for
from feedback_router.text.routing.model import RouterModel, build
from feedback_router.text.routing.rows import Reader, Text

TEAMS = [
    Text("billing", "Invoices, charges, refunds and payments", "billing"),
    Text("delivery", "Couriers, parcels and delivery times", "delivery"),
    Text("premises", "Shops and branches: rooms, parking, cleanliness", "premises"),
]
TAUGHT = {
    "billing": [
        "The invoice is wrong",
        "Me cobraron de más",
        "A fatura veio errada",
        "I was charged twice",
        "Refund my money",
        "El recibo no es correcto",
    ],
    "delivery": [
        "The parcel never came",
        "El paquete no llegó",
        "A encomenda não chegou",
        "The courier left it outside",
        "Llegó tarde el envío",
        "O entregador atrasou",
    ],
    "premises": [
        "The shop was dirty",
        "No hay estacionamiento",
        "A loja estava suja",
        "The room is too cold",
        "El baño no funciona",
        "Faltam cadeiras na loja",
    ],
}


def reader(known: encoder.Encoder | None) -> Reader:
    models = heads.load(with_encoder=True)
    return Reader(known, models.idf, models.middle)


@pytest.fixture(scope="module", params=[True, False], ids=["encoder", "without encoder"])
def untaught(request: pytest.FixtureRequest) -> RouterModel:
    return build(TEAMS, [], reader(encoder.load() if request.param else None))


@pytest.fixture(scope="module")
def taught(untaught: RouterModel) -> RouterModel:
    model = untaught
    for team, texts in TAUGHT.items():
        for number, text in enumerate(texts):
            model = model.corrected(Text(f"{team}{number}", text, team))
    return model


def team(model: RouterModel, text: str) -> str:
    return model.decide(model.rows([text]))[0].team


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("There is a strange charge on my invoice", "billing"),
        ("La factura tiene un cobro que no conozco", "billing"),
        ("El repartidor perdió mi paquete", "delivery"),
        ("A loja está suja e sem estacionamento", "premises"),
    ],
)
def test_descriptions_alone_route_in_other_languages_too(text: str, wanted: str) -> None:
    assert team(build(TEAMS, [], reader(encoder.load())), text) == wanted


def test_a_correction_counts_at_once(untaught: RouterModel) -> None:
    text = "The voucher from the magazine was not accepted"
    for wanted in ("premises", "delivery", "billing"):
        assert team(untaught.corrected(Text("1", text, wanted)), text) == wanted


def test_a_correction_is_not_forgotten_by_a_retraining(taught: RouterModel) -> None:
    text = "The voucher from the magazine was not accepted"
    corrected = taught.corrected(Text("voucher", text, "premises"))
    assert team(corrected, text) == "premises"
    trained = retrained(corrected)
    assert {known.id for known in trained.corrections} == {known.id for known in corrected.corrections}
    assert team(trained, text) == "premises"


def test_a_correction_after_a_retraining_counts_at_once(taught: RouterModel) -> None:
    text = "The voucher from the magazine was not accepted"
    assert team(retrained(taught).corrected(Text("voucher", text, "premises")), text) == "premises"


def test_the_last_correction_of_an_item_holds(taught: RouterModel) -> None:
    text = "The voucher from the magazine was not accepted"
    once = retrained(taught).corrected(Text("voucher", text, "premises"))
    twice = once.corrected(Text("voucher", text, "delivery"))
    assert len(twice.corrections) == len(once.corrections)
    assert team(twice, text) == "delivery"


def test_a_team_that_nobody_described_is_learnt_from_a_correction(untaught: RouterModel) -> None:
    model = untaught.corrected(Text("1", "The training course was cancelled", "academy"))
    assert team(model, "The training course was cancelled") == "academy"


def test_probabilities_add_up_to_one(taught: RouterModel) -> None:
    for model in (taught, retrained(taught)):
        shares = model.probabilities(model.rows(["The invoice", "", "zzz"]))
        assert shares.shape == (3, 3)
        assert np.allclose(shares.sum(axis=1), 1)


def test_an_angry_voice_goes_to_the_same_team(taught: RouterModel) -> None:
    calm, angry = taught.decide(
        taught.rows(["The parcel never came", "THE PARCEL NEVER CAME, YOU IDIOTS!!!"])
    )
    assert calm.team == angry.team
    assert calm.confidence == pytest.approx(angry.confidence, abs=0.02)
    assert not {word for phrase in angry.phrases for word in phrase.split()} & INSULTS


def test_a_decision_names_its_phrases_its_neighbours_and_the_runner_up(taught: RouterModel) -> None:
    decision = retrained(taught).decide(taught.rows(["I was charged twice for the invoice"]))[0]
    assert decision.team == "billing"
    assert decision.runner_up in {"delivery", "premises"}
    assert decision.confidence > decision.runner_up_confidence
    assert decision.neighbours[0].team == "billing"
    assert {"charged", "twice", "invoice"} & set(decision.phrases)


def test_an_explanation_finds_what_weighed_in_another_language(taught: RouterModel) -> None:
    row = taught.rows(["La semana pasada llegó rota mi encomienda por culpa del repartidor"])
    decision = retrained(taught).explain(row)
    assert decision.team == "delivery"
    assert any(word in " ".join(decision.phrases) for word in ("encomienda", "repartidor", "llegó"))


def test_the_same_corrections_give_the_same_model(taught: RouterModel) -> None:
    texts = ["El cobro está mal", "Where is it"]
    rows = taught.rows(texts)
    assert retrained(taught).decide(rows) == retrained(taught).decide(rows)


def test_the_threshold_is_the_lowest_with_the_precision_asked_for() -> None:
    confidence = np.linspace(1, 0.5, 200)
    right = np.arange(200) < 100
    # 100 of 105 are right: 95.2 % less a standard error of 2.1 %.
    assert threshold_for(confidence, right, 0.931) == confidence[104]
    assert threshold_for(confidence, right, 1.0) == confidence[99]
    assert threshold_for(confidence, ~right, 0.9) is None


def test_equally_sure_decisions_are_taken_together_or_not_at_all() -> None:
    assert threshold_for(np.array([0.8, 0.8]), np.array([True, False]), 0.9) is None


def test_training_and_its_threshold_fit_each_fold_once(
    taught: RouterModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits: list[int] = []
    fit = fitting._fit

    def counted(model: RouterModel, picked: NDArray[np.int64]) -> object:
        fits.append(len(picked))
        return fit(model, picked)

    monkeypatch.setattr(fitting, "_fit", counted)
    trained, threshold = fitted(taught, precision=0.0)
    corrections = sum(map(len, TAUGHT.values()))
    assert max(fits) == corrections
    assert sum(fits) == 3 * corrections  # two thirds three times, and all of them once
    assert trained.trained_on == corrections
    # With no precision to reach, even the least sure decision on a correction is taken.
    assert threshold is not None
    assert 0 < threshold <= 1
    rows = taught.rows(["The invoice is wrong"])
    assert trained.decide(rows) == retrained(taught).decide(rows)


def test_a_comment_is_compared_with_the_middle_of_a_teams_descriptions() -> None:
    said = [
        Text("a1", "Invoices and charges", "a"),
        Text("a2", "Facturas y cobros", "a"),
        Text("b", "Parcels", "b"),
    ]
    known = encoder.load()
    assert known is not None
    model = build(said, [], reader(known))
    texts = ["invoices and charges", "facturas y cobros", "parcels", "the invoice is wrong"]
    apart = known.encode(texts) - heads.load(with_encoder=True).middle
    first, second, other, asked = apart / np.linalg.norm(apart, axis=1, keepdims=True)
    rows = model.rows(["The invoice is wrong"])
    middle = (first + second) / np.linalg.norm(first + second)
    likeness = np.array([asked @ middle, asked @ other])
    shares = np.exp(12 * likeness) / np.exp(12 * likeness).sum()
    assert model.probabilities(rows)[0] == pytest.approx(shares, abs=0.02)
