"""What the webhooks' worker does; each may run twice."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from random import SystemRandom

import structlog
from marshmallow import Schema

from feedback_router.outbound.endpoint import Endpoint
from feedback_router.settings import RouterSettings, from_environment
from feedback_router.use_cases.forget_deliveries import forget_deliveries
from feedback_router.use_cases.plan_deliveries import plan_deliveries
from feedback_router.use_cases.send_deliveries import Courier
from shared import events, follower
from shared.clock import now
from shared.events import Cursor
from shared.follower import Batch, Handler
from shared.i18n import Texts
from shared.service import Service

# Job and arguments → how often it is rung, in seconds, whether or not anything rang before.
PERIODIC = {("follow", "router"): 2, ("forget",): 3600}
# A worker that is told to stop ends with its job: soon.
_AT_MOST = timedelta(seconds=10)
_CURSOR = "router/webhooks"

log = structlog.get_logger()


@cache
def _service() -> Service[RouterSettings]:
    return Service.start("router", "feedback_router", from_environment())


@cache
def _courier() -> Courier:
    service = _service()
    endpoint = Endpoint.make(allow_private=service.settings.webhook_allow_private)
    words = Texts.of("feedback_router.webhooks").by_language
    # Nobody follows what a delivery changes, so its transactions ring no bell.
    transaction = service.database.transaction
    return Courier(transaction, endpoint.post, service.settings.secret_key, words, now, SystemRandom().random)


class _Everything(Mapping[str, Handler]):
    """One handler for events of all types: which of them are wanted is the webhooks' business."""

    _PLAN = Handler(Schema(), lambda connection, told: plan_deliveries(connection, told, now=now()))

    def __getitem__(self, kind: str) -> Handler:
        return self._PLAN

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def plan() -> bool:
    """Plan the deliveries of what happened since the last look into our own log; whether there is something that may
    not be told yet, because an older transaction still runs."""
    service = _service()
    unseen = False

    def fetch(after: str, limit: int) -> Batch:
        nonlocal unseen
        with service.read() as connection:
            page = events.read(connection, Cursor.parse(after), limit)
        unseen = page.more and not page.events
        return Batch(page.events, str(page.cursor), page.more and not unseen)

    follower.follow(service.read, service.database.transaction, _CURSOR, fetch, _Everything())
    return unseen


def follow(source: str) -> None:  # noqa: ARG001  the bell names who rings, and it is always ourselves
    """Plan and send what receivers are to be told."""
    _courier().work(plan, _AT_MOST)


def forget() -> None:
    """Forget deliveries that are older than their log is long."""
    forgotten = forget_deliveries(_service().database.transaction, now=now())
    if forgotten:
        log.info("webhooks.forgotten", n=forgotten)
