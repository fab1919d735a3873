"""Orders for models of who is at risk, on the wire."""

from typing import Any

from marshmallow import Schema, fields

from scoring.domain.at_risk_orders import ModelOrder
from scoring.schemas.at_risk_models import ModelSchema, as_model
from scoring.store.at_risk_models import ModelVersion


class ModelOrderSchema(Schema):
    """What was asked for, and what became of it."""

    id = fields.UUID()
    journey = fields.String()
    kind = fields.String()
    factors = fields.List(fields.String())
    asked_at = fields.AwareDateTime()
    state = fields.String(metadata={"description": "waiting, made, or failed by no fault of the answers"})
    model = fields.Nested(
        ModelSchema,
        allow_none=True,
        metadata={"description": "Once it is made; a model that must not be used says why"},
    )


def as_order(order: ModelOrder, model: ModelVersion | None) -> dict[str, Any]:
    """What ModelOrderSchema shows."""
    told = {name: getattr(order, name) for name in ("id", "journey", "kind", "factors", "asked_at", "state")}
    return {**told, "model": as_model(model) if model else None}
