"""Customers: bring them in, look one up, copy what is kept of one, forget one."""

from typing import Any

from psycopg import Connection

from shared import trail, web
from shared.access import Blueprint
from shared.clock import now
from shared.problems import not_found
from shared.service import current
from survey.domain.touchpoints import Customer
from survey.schemas.customers import (
    AddressSchema,
    CopySchema,
    CustomersSchema,
    ErasedSchema,
    ErasuresSchema,
    KeptSchema,
)
from survey.schemas.touchpoints import CustomerSchema
from survey.store import copies, customers
from survey.use_cases.erase_customer import Erased, erase_address, erase_customer

blueprint = Blueprint("customers", __name__, url_prefix="/customers", description="Who is asked")


@blueprint.route("", methods=["POST"], scope="customers:write")
@blueprint.arguments(CustomersSchema)
@blueprint.response(200, KeptSchema)
def keep(body: dict[str, Any]) -> dict[str, Any]:
    """Keep what is known of up to 500 customers; what is left out of one stays as it was"""
    with current().change() as connection:
        kept = customers.upsert(connection, [Customer(**given) for given in body["customers"]], now())
    return {"kept": len(kept)}


@blueprint.route("/<path:key>", methods=["GET"], scope="customers:read")
@blueprint.response(200, CustomerSchema)
def show(key: str) -> Customer:
    """Show what is known of a customer"""
    with current().read() as connection:
        found = customers.find(connection, [key])
    if key not in found:
        raise not_found("customer")
    return found[key]


@blueprint.route("/<path:key>/copy", methods=["GET"], scope="customers:read")
@blueprint.response(200, CopySchema)
def copy(key: str) -> dict[str, Any]:
    """Copy everything that this service keeps of one customer"""
    with current().read() as connection:
        return {"key": key, "made_at": now(), **copies.of_customer(connection, key)}


@blueprint.route("/<path:key>", methods=["DELETE"], scope="customers:erase")
@blueprint.response(200, ErasedSchema)
def erase(key: str) -> dict[str, Any]:
    """Forget a customer here and, by an event, everywhere; their scores stay as anybody's. Again, it changes nothing"""
    service = current()
    with service.change() as connection:
        erased = erase_customer(
            connection, key, now=now(), request_id=web.request_id(), settings=service.settings
        )
        return _noted(connection, erased)


@blueprint.route("/erasures", methods=["POST"], scope="customers:erase")
@blueprint.arguments(AddressSchema)
@blueprint.response(200, ErasuresSchema)
def erase_by_address(body: dict[str, Any]) -> dict[str, Any]:
    """Forget whoever has a mail address: customers, and who complained with it, also what has not come here yet"""
    service = current()
    with service.change() as connection:
        erased = erase_address(
            connection, body["email"], now=now(), request_id=web.request_id(), settings=service.settings
        )
        return {"items": [_noted(connection, one) for one in erased]}


def _noted(connection: Connection, erased: Erased) -> dict[str, Any]:
    """What was done, as it is answered, once it stands in the audit trail."""
    done = {"rows": erased.rows, "responses": len(erased.responses), "events": len(erased.events)}
    trail.note(connection, "customer.erased", erased.customer, **done)
    return {**done, "customer": erased.customer}
