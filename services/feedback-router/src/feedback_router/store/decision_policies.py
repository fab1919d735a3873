"""Policies of automatic decisions: the version in force, and what drafts would have decided."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from feedback_router.domain.decision_policies import DecisionPolicy, DecisionRule, ReplyText
from shared import versions
from shared.db import jsonb, statements
from shared.versions import Published

_SQL = statements("feedback_router.store", "decision_policies")
# There is one policy; its versions are kept like those of everything that is published.
_KEY = "decision_policy"


@dataclass(frozen=True)
class PolicyInForce:
    """The policy that decides now, and since when."""

    policy: DecisionPolicy
    set_at: datetime


@dataclass(frozen=True)
class DryRun:
    """What a draft would have decided in a period; `by` is who tried it."""

    id: UUID
    definition: dict[str, Any]
    since: datetime
    until: datetime
    result: dict[str, Any]
    by: str
    at: datetime


@dataclass(frozen=True)
class _Row:
    version: int
    definition: dict[str, Any]
    set_at: datetime


def put(connection: Connection, policy: DecisionPolicy, now: datetime) -> Published:
    """Put a policy in force as the next version, unless nothing changed."""
    return versions.publish(connection, _SQL, _KEY, to_definition(policy), now)


def in_force(connection: Connection) -> PolicyInForce | None:
    """The policy that is in force; None until somebody sets one."""
    with connection.cursor(row_factory=class_row(_Row)) as cursor:
        row = cursor.execute(_SQL["newest"]).fetchone()
    return PolicyInForce(from_definition(row.definition, row.version), row.set_at) if row else None


def keep_dry_run(connection: Connection, dry_run: DryRun) -> None:
    """Keep what a draft would have decided."""
    jsons = {"definition": Jsonb(dry_run.definition), "result": jsonb(dry_run.result)}
    connection.execute(_SQL["keep_dry_run"], {**vars(dry_run), **jsons})


def dry_run(connection: Connection, dry_run_id: UUID) -> DryRun | None:
    """What was tried under this id."""
    with connection.cursor(row_factory=class_row(DryRun)) as cursor:
        return cursor.execute(_SQL["dry_run"], {"id": dry_run_id}).fetchone()


def to_definition(policy: DecisionPolicy) -> dict[str, Any]:
    """The policy as the API shows and takes it."""
    definition: dict[str, Any] = json.loads(json.dumps(asdict(policy)))
    del definition["version"]
    return definition


def from_definition(definition: dict[str, Any], version: int) -> DecisionPolicy:
    """The policy that a well-formed definition describes."""
    rules = tuple(_rule(rule) for rule in definition["rules"])
    return DecisionPolicy(**{**definition, "version": version, "rules": rules})


def _rule(definition: dict[str, Any]) -> DecisionRule:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in definition.items()
    }
    values["replies"] = tuple(ReplyText(**reply) for reply in definition["replies"])
    return DecisionRule(**values)
