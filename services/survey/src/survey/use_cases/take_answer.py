"""Take the first answer by a customer's own link, once, however often it is sent."""

from shared.db import Executes
from shared.ids import new_id
from survey.domain.brands import Brand
from survey.domain.invitations import token_hash
from survey.domain.responses import Sent, told_by_form
from survey.store import brands, responses
from survey.use_cases.submit_response import SUBMITTED


def take_answer(connection: Executes, token: str, sent: Sent, *, request_id: str) -> Brand | None:
    """The brand to thank with. None, and nothing is stored, where there is more to be said than thanks.

    One statement, like `submit_response`: on a connection that commits each by itself it is whole too.
    """
    data = told_by_form(sent, sent.survey)
    taken = responses.take(connection, token_hash(token), sent, new_id(), SUBMITTED, request_id, data)
    return brands.get(connection, taken.brand) if taken else None
