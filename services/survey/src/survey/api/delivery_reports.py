"""Delivery reports: what mail servers and mailbox providers tell about our mail."""

from typing import Any

from flask import request

from shared import paging, web
from shared.access import Blueprint
from shared.clock import now
from shared.service import current
from survey.schemas.delivery_reports import DeliveryReportPageSchema, DeliveryReportSchema
from survey.store import delivery_reports
from survey.store.delivery_reports import Kept
from survey.use_cases.take_delivery_report import take_delivery_report

blueprint = Blueprint(
    "delivery_reports", __name__, url_prefix="/delivery-reports", description="What became of our mail"
)

_BODY = {
    "required": True,
    "content": {"message/rfc822": {"schema": {"type": "string", "format": "binary"}}},
}


@blueprint.route("", methods=["POST"], scope="delivery_reports:write")
@blueprint.doc(requestBody=_BODY)
@blueprint.response(200, DeliveryReportSchema)
def take() -> Kept:
    """Take in a delivery status (RFC 3464) or abuse report (RFC 5965); what is neither is kept as unknown"""
    with current().change() as connection:
        return take_delivery_report(connection, request.get_data(), now=now(), request_id=web.request_id())


@blueprint.route("", methods=["GET"], scope="delivery_reports:read")
@blueprint.arguments(paging.PageArguments, location="query")
@blueprint.response(200, DeliveryReportPageSchema)
def list_delivery_reports(arguments: dict[str, Any]) -> dict[str, Any]:
    """List the reports in the order in which they came in, unknown ones too"""
    after, limit = paging.start(arguments["cursor"]), arguments["limit"]
    with current().read() as connection:
        items = delivery_reports.page(connection, after, limit)
    return paging.page_of(items, limit, lambda report: (report.received_at, report.id))
