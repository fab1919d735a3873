"""Messages: mail to customers and staff that the other services ask for."""

from typing import Any

from shared import web
from shared.access import Blueprint
from shared.clock import now
from shared.service import current
from survey.domain.messages import Message
from survey.schemas.messages import MessageAcceptedSchema, MessageSchema
from survey.use_cases.accept_message import accept_message

blueprint = Blueprint("messages", __name__, url_prefix="/messages", description="Replies, receipts, digests")


@blueprint.route("", methods=["POST"], scope="messages:write")
@blueprint.arguments(MessageSchema)
@blueprint.response(202, MessageAcceptedSchema)
def accept(message: Message) -> dict[str, Any]:
    """Send a mail to a customer or to staff, once by its id; the event log tells what became of it"""
    service = current()
    with service.change() as connection:
        state = accept_message(connection, message, now=now(), request_id=web.request_id())
    service.bell.ring(service.package, "send_messages")
    return {"id": message.id, "state": state}
