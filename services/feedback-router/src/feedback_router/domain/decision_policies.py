"""Policies that decide about money at once, as data, and what can be wrong with them.

A rule fits an item when all its conditions hold; of each condition any value is enough. The first that fits decides.
What it then may approve is bounded by its limits and by the policy's caps.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from feedback_router.domain.context import Context
from feedback_router.domain.rules import Problem

LANGUAGES = ("en", "es", "pt")
_BLANKS = frozenset({"amount"})


@dataclass(frozen=True, slots=True)
class ReplyText:
    """What the customer is told in one language; `{amount}` is filled in."""

    language: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """When to approve what: the touchpoint's attribute `amount_attribute`, to be paid as `action` by `team`."""

    key: str
    team: str
    action: str
    amount_attribute: str
    case_limit: int
    severity_at_most: int
    touchpoint_days: int
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    touchpoint_types: tuple[str, ...]
    replies: tuple[ReplyText, ...]
    journeys: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    surveys: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()

    def fits(self, context: Context, touchpoint_type: str) -> bool:
        """Whether the conditions hold; the limits are looked at afterwards."""
        places = context.places()
        asked = {
            "kind": self.kinds,
            "journey": self.journeys,
            "stage": self.stages,
            "channel": self.channels,
            "owner": self.owners,
            "survey": self.surveys,
            "segment": self.segments,
        }
        return (
            touchpoint_type in self.touchpoint_types
            and not set(self.topics).isdisjoint(context.topics)
            and all(places[name] in values for name, values in asked.items() if values)
        )

    def reply(self, language: str) -> ReplyText:
        """What to tell a customer in this language, or else in English."""
        known = {reply.language: reply for reply in self.replies}
        return known.get(language) or known["en"]


@dataclass(frozen=True, slots=True)
class DecisionPolicy:
    """One version of a company's policy. Amounts are in minor units of `currency`.

    Nothing is approved that would bring one customer's approvals of any `customer_days` days in a row above
    `customer_cap`, or all approvals of any 24 hours above `day_cap`.
    """

    version: int
    currency: str
    customer_cap: int
    customer_days: int
    day_cap: int
    rules: tuple[DecisionRule, ...]

    def fitting(self, context: Context, touchpoint_type: str) -> DecisionRule | None:
        """The first rule that fits; None when a person decides."""
        return next((rule for rule in self.rules if rule.fits(context, touchpoint_type)), None)


def validate_policy(
    policy: DecisionPolicy, teams: set[str], currencies: Mapping[str, str]
) -> tuple[Problem, ...]:
    """All that is wrong with a policy; `currencies` are those of the declared amounts, by attribute."""
    return tuple(_problems(policy, teams, currencies))


def _problems(policy: DecisionPolicy, teams: set[str], currencies: Mapping[str, str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, rule in enumerate(policy.rules):
        path = f"rules.{number}"
        if rule.key in seen:
            yield Problem(f"{path}.key", f'The key "{rule.key}" is used more than once.')
        seen.add(rule.key)
        if rule.team not in teams:
            yield Problem(f"{path}.team", f'There is no team "{rule.team}".')
        declared = currencies.get(rule.amount_attribute)
        if declared is None:
            yield Problem(f"{path}.amount_attribute", "This is not declared as an amount yet.")
        elif declared != policy.currency:
            yield Problem(
                f"{path}.amount_attribute", f"This is declared in {declared}, not in {policy.currency}."
            )
        if rule.case_limit > policy.customer_cap:
            yield Problem(f"{path}.case_limit", "This is more than a customer may be paid at all.")
        yield from _problems_of_replies(rule, f"{path}.replies")
    if policy.customer_cap > policy.day_cap:
        yield Problem("customer_cap", "This is more than all customers together may be paid in a day.")


def _problems_of_replies(rule: DecisionRule, path: str) -> Iterator[Problem]:
    if sorted(reply.language for reply in rule.replies) != sorted(LANGUAGES):
        yield Problem(path, f"Say it once in each of {', '.join(LANGUAGES)}.")
    for number, reply in enumerate(rule.replies):
        for name, text in (("subject", reply.subject), ("text", reply.text)):
            if not _can_be_filled(text):
                yield Problem(
                    f"{path}.{number}.{name}", "Use {amount} and no other blank; {{ and }} are braces."
                )


def _can_be_filled(text: str) -> bool:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    return all(
        name is None or (name in _BLANKS and not form and not conversion)
        for _, name, form, conversion in parts
    )
