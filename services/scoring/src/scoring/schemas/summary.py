"""What came in, in numbers."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from scoring.domain.breakdowns import Item
from scoring.domain.companions import Pair
from scoring.schemas.companion_words import sentences
from scoring.schemas.companions import CompanionSchema, PairSchema, Told
from scoring.schemas.scores import StatisticSchema, as_statistic
from scoring.use_cases.summarize import Summary
from shared.i18n import LANGUAGES, Texts, said

_TEXTS = Texts.of("scoring")
_LANGUAGE = fields.String(validate=validate.OneOf(LANGUAGES))


class PresentSchema(StatisticSchema):
    """A score of the last 30 days, and what stands beside it."""

    companions = fields.Nested(PairSchema)
    sentences = fields.List(
        fields.Dict(keys=_LANGUAGE, values=fields.String()),
        metadata={"description": "Its companions, one a sentence"},
    )


class PresentJourneySchema(PresentSchema):
    """That of one journey, or of what states none."""

    journey = fields.String(allow_none=True)
    name = fields.Dict(keys=_LANGUAGE, values=fields.String())


class SummarySchema(Schema):
    """Counts since midnight UTC; the NPS of transactional surveys over the last 30 days."""

    since = fields.AwareDateTime()
    responses = fields.Integer()
    feedback = fields.Integer()
    nps = fields.Nested(PresentSchema)
    nps_by_journey = fields.List(fields.Nested(PresentJourneySchema))
    companions = fields.List(
        fields.Nested(CompanionSchema), metadata={"description": "What stands beside the scores, each once"}
    )


def as_summary(found: Summary) -> dict[str, Any]:
    """What SummarySchema shows."""
    told = Told()

    def present(item: Item) -> dict[str, Any]:
        return _present(item, found.companions.beside(item.kind, item.slice), told)

    counted = ("since", "responses", "feedback")
    return {
        **{name: getattr(found, name) for name in counted},
        "nps": present(found.nps),
        "nps_by_journey": [
            {"journey": item.slice["journey"], "name": _name(item, found.names), **present(item)}
            for item in found.nps_by_journey
        ],
        "companions": told.told,
    }


def _present(item: Item, pair: Pair, told: Told) -> dict[str, Any]:
    return {
        **as_statistic(item.scores[0]),
        "companions": told.as_pair(pair),
        "sentences": sentences(pair),
    }


def _name(item: Item, names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """As its design says it; what has none goes by its key."""
    journey = item.slice["journey"]
    if journey is None:
        return {language: text["not_stated"] for language, text in _TEXTS.by_language.items()}
    name = names.get(str(journey), {})
    return {language: said(name, language) or str(journey) for language in LANGUAGES}
