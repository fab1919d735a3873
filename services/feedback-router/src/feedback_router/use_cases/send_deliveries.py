"""Send deliveries that are due: claim, send, write down what came of it; many receivers at a time.

Receivers whose last answer took long or was no good have threads of their own, so that those who answer well never
wait for them. A process that dies leaves claims that end by themselves: what it was sending is sent again, with the
same id. Nothing else is ever repeated, and nothing is forgotten.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from psycopg import Connection

from feedback_router.domain.webhook_secrets import secret_of
from feedback_router.domain.webhook_templates import SLACK, render
from feedback_router.domain.webhooks import Answer, Webhook, health_after, standing_after, why_disable
from feedback_router.outbound.endpoint import signed
from feedback_router.store import deliveries, webhooks
from feedback_router.store.deliveries import Claimed
from feedback_router.use_cases.tell_of_webhook import tell_of_webhook
from feedback_router.use_cases.word_reasons import in_words
from shared.events import cloud_event
from shared.follower import Transaction

SOURCE = "/router"
# While others are under way, look this often for what is new.
_LOOK_S = 0.25

log = structlog.get_logger()

# An address, headers and a payload → what came back; it takes its time, and raises nothing.
Post = Callable[[str, dict[str, str], bytes], Answer]


@dataclass(frozen=True)
class Lane:
    """Threads for receivers that are slow, or for those that are not; `each` is the most that one receiver gets."""

    slow: bool
    threads: int
    each: int


LANES = (Lane(slow=False, threads=16, each=4), Lane(slow=True, threads=16, each=2))


class Courier:
    """Sends what is due. It lives as long as its process: what is under way goes on between two calls.

    `words` are those of Slack, by language; `chance` yields random numbers from 0 to 1.
    """

    def __init__(
        self,
        transaction: Transaction,
        post: Post,
        secret_key: str,
        words: Mapping[str, Mapping[str, str]],
        clock: Callable[[], datetime],
        chance: Callable[[], float],
        lanes: tuple[Lane, ...] = LANES,
    ) -> None:
        self._transaction = transaction
        self._post = post
        self._secret_key = secret_key
        self._words = words
        self._clock = clock
        self._chance = chance
        self._pools = {lane: ThreadPoolExecutor(lane.threads) for lane in lanes}
        self._under_way: dict[Future[None], Lane] = {}

    def work(self, look: Callable[[], bool], for_at_most: timedelta) -> None:
        """Plan by `look`, and send, until nothing is due or the time is over.

        `look` says whether there is something that it may not see yet. What is under way then is not waited for.
        """
        until = self._clock() + for_at_most
        while self._clock() < until:
            unseen = look()
            started = sum(self._start(lane) for lane in self._pools)
            if not (unseen or started or self._under_way):
                return
            self._wait(_LOOK_S)

    def finish(self) -> None:
        """Wait for what is under way."""
        while self._under_way:
            self._wait(None)

    def close(self) -> None:
        """End the threads when what is under way is done."""
        for pool in self._pools.values():
            pool.shutdown()

    def _start(self, lane: Lane) -> int:
        free = lane.threads - sum(taken is lane for taken in self._under_way.values())
        if not free:
            return 0
        with self._transaction() as connection:
            claimed = deliveries.claim(connection, self._clock(), slow=lane.slow, each=lane.each, limit=free)
        for one in claimed:
            self._under_way[self._pools[lane].submit(self._send, one)] = lane
        return len(claimed)

    def _wait(self, seconds: float | None) -> None:
        """Until something that is under way has ended; its defect, if it has one, is ours."""
        if not self._under_way:
            return
        done, _ = wait(self._under_way, seconds, FIRST_COMPLETED)
        for future in done:
            del self._under_way[future]
        for future in done:
            future.result()

    def _send(self, claimed: Claimed) -> None:
        words = self._words[claimed.template.get("language", "en")]
        body = render(claimed.template, _worded(claimed), words)
        secrets = [secret_of(claimed.webhook_id, number, self._secret_key) for number in claimed.secrets]
        started = self._clock()
        answer = self._post(claimed.url, signed(claimed.event.id, body, secrets, started), body)
        with self._transaction() as connection:
            self._settle(connection, claimed, answer, started)

    def _settle(self, connection: Connection, claimed: Claimed, answer: Answer, started: datetime) -> None:
        now = self._clock()
        webhook = webhooks.lock(connection, claimed.webhook_id, None)
        standing = standing_after(answer, claimed.failures, now=now, jitter=self._chance())
        deliveries.end_attempt(connection, claimed, answer, standing, now - started)
        if webhook is None:
            return
        health = health_after(webhook.health, answer, (now - started).total_seconds(), now)
        changed = replace(webhook, health=health)
        reason = None if webhook.disabled_at else why_disable(answer, health, now)
        if reason:
            changed = replace(changed, disabled_at=now, disabled_reason=reason)
            self._tell_disabled(connection, changed, reason, claimed, now)
        if changed != webhook:
            webhooks.change(connection, changed)

    def _tell_disabled(
        self, connection: Connection, webhook: Webhook, reason: str, claimed: Claimed, now: datetime
    ) -> None:
        request_id = claimed.event.request_id
        tell_of_webhook(connection, webhook, "disabled", now=now, request_id=request_id, reason=reason)
        log.warning("webhook.disabled", webhook=str(webhook.id), team=webhook.team, reason=reason)


def _worded(claimed: Claimed) -> dict[str, Any]:
    """The event as it is; for Slack its reason in the language of the template, where the event holds it as data."""
    event = cloud_event(claimed.event, SOURCE)
    why = event["data"].get("why")
    if claimed.template["kind"] != SLACK or why is None:
        return event
    reason = in_words(why, claimed.template["language"])
    return {**event, "data": {**event["data"], "reason": reason}}
