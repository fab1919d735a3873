"""What is wrong with a designed journey is told to people in the words of the page, each in their language."""

import ast
import inspect
from dataclasses import replace

import pytest

from scoring.domain import journey_faults
from scoring.domain.journey_faults import faults
from scoring.domain.journeys import Journey, Outcome, Promise, Source, Stage
from scoring.pages.design_faults import design_faults
from scoring.pages.rendering import Reader
from shared.i18n import LANGUAGES, Texts
from unit.scoring.journeys import join, said

SHOP = Stage("shop", {"en": "Shop", "es": "Tienda"}, "sales", touchpoints=("inform", "bought"))
BOUGHT = Stage("buy", said("Buy"), "sales", touchpoints=("bought",))
OUTCOME = join().outcome
WRONG = (
    join(key="proposals"),
    join(accountable="", starts=()),
    join(window_days=20),
    join(stages=tuple(replace(stage, optional=True) for stage in join().stages)),
    join(stages=(*join().stages, SHOP, SHOP, BOUGHT)),
    join(outcome=Outcome(said("It works."))),
    join(outcome=replace(OUTCOME, statement={"en": "It works."})),
    join(outcome=replace(OUTCOME, exits=OUTCOME.success, setup_failed=OUTCOME.setup)),
    join(starts=OUTCOME.exits),
    join(promises=(Promise("soon", {"en": "Soon", "es": "Pronto"}, (), ()),) * 2),
    join(sources=(Source("web", {"pt": "O site"}, 30),)),
)


def told(journey: Journey, language: str) -> list[str]:
    return list(design_faults(journey, Reader(language, Texts.of("scoring").by_language[language])))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("journey", WRONG)
def test_every_fault_has_its_sentence_in_every_language(journey: Journey, language: str) -> None:
    found = faults(journey)
    sentences = told(journey, language)
    assert len(sentences) == len(found) > 0
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in sentences)
    if language != "en":
        assert not {fault.message for fault in found} & set(sentences)


def test_every_fault_that_there_is_was_looked_at() -> None:
    tree = ast.parse(inspect.getsource(journey_faults))
    known = {
        call.args[1].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "DesignFault"
        if isinstance(call.args[1], ast.Constant)
    }
    assert {fault.what for journey in WRONG for fault in faults(journey)} == known


def test_a_sentence_names_stage_and_field_as_the_page_does() -> None:
    journey = join(stages=(*join().stages, SHOP, BOUGHT))
    assert told(journey, "es") == [
        "Etapa «Tienda»: falta su nombre en: pt.",
        "Etapa «Tienda», puntos de contacto: «inform» es la clave de la etapa «inform».",
        "Etapa «Buy», puntos de contacto: «bought» ya indica la etapa «Tienda».",
    ]
    assert told(join(promises=(Promise("soon", {"en": "Soon"}, (), ()),)), "pt") == [
        "Promessa “Soon”: falta o nome em: es, pt."
    ]
    assert told(join(accountable=""), "en") == [
        "Accountable for the whole: say who answers for all of it, not only for a stage."
    ]


def test_programs_are_told_by_field() -> None:
    (fault,) = faults(join(stages=(*join().stages, SHOP)))[:1]
    assert (fault.path, fault.message) == ("stages.5.name", "The text is missing in pt.")
