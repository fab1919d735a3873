"""The waterfall is kept with every change, whatever changes in whatever order: counted anew it is the same."""

import threading
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.store import waterfall

KEPT = """
SELECT day, survey, trigger, journey, stage, channel, owner, segment, outcome, reason, answered, sum(n)::bigint
FROM (SELECT * FROM waterfall UNION ALL SELECT * FROM waterfall_changes) AS c
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 HAVING sum(n) <> 0
"""
MAKE = """
INSERT INTO invitations (id, customer_key, survey, version, trigger, trigger_version, touchpoint_source, touchpoint_id,
                         token_hash, via, language, context, state, reason, created_at, send_at, expires_at)
SELECT id, 'ana', 'after-support', 1, 'by-mail', 1, '/crm', id::text, sha256(id::text::bytea), %(via)s, 'es',
       jsonb_strip_nulls(jsonb_build_object('journey', %(journey)s::text)), %(state)s, %(reason)s, day, day,
       day + interval '30 days'
FROM unnest(%(ids)s::uuid[]) AS id, (SELECT %(day)s::timestamptz) AS made (day)
"""
ANSWER = """
INSERT INTO responses (id, survey, version, customer_key, source, language, context, answers, complete, submitted_at,
                       received_at)
SELECT id, survey, version, customer_key, 'invitation', language, context, '{}', %(complete)s, now(), now()
FROM invitations WHERE id = ANY(%(ids)s) ON CONFLICT DO NOTHING
"""
CHANGES = {
    "claim": "UPDATE invitations SET state = 'sending' WHERE id = ANY(%(ids)s) AND state = 'scheduled'",
    "put back": "UPDATE invitations SET state = 'scheduled' WHERE id = ANY(%(ids)s) AND state = 'sending'",
    "send": "UPDATE invitations SET state = 'sent', sent_at = now() WHERE id = ANY(%(ids)s) AND state = 'sending'",
    "bounce": "UPDATE invitations SET state = 'failed', reason = 'bounced' WHERE id = ANY(%(ids)s)",
    "suppress": "UPDATE invitations SET state = 'suppressed', reason = 'revoked' WHERE id = ANY(%(ids)s)",
    "remind": "UPDATE invitations SET reminded_at = now() WHERE id = ANY(%(ids)s)",
    "mend": 'UPDATE invitations SET context = \'{"owner": "sales"}\' WHERE id = ANY(%(ids)s)',
    "answer": ANSWER,
    "erase": "DELETE FROM invitations WHERE id = ANY(%(ids)s)",
    "take an answer back": "DELETE FROM responses WHERE id = ANY(%(ids)s)",
}
IDS = [UUID(int=number) for number in range(6)]
SOME = st.lists(st.sampled_from(IDS), unique=True, min_size=1)
MADE = st.fixed_dictionaries(
    {
        "ids": SOME,
        "via": st.sampled_from(["email", "link"]),
        "journey": st.sampled_from(["complain", None]),
        "state": st.sampled_from(["scheduled", "sending", "sent", "handed_out", "failed", "suppressed"]),
        "reason": st.sampled_from(["bounced", "too_soon"]),
        "day": st.sampled_from(["2026-11-20T23:59:59Z", "2026-11-21T00:00:00Z"]),
    }
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("make"), MADE),
        st.tuples(
            st.sampled_from(list(CHANGES)), st.fixed_dictionaries({"ids": SOME, "complete": st.booleans()})
        ),
        st.tuples(st.just("fold"), st.fixed_dictionaries({"limit": st.integers(1, 5)})),
    ),
    max_size=25,
)


@pytest.fixture
def url(survey_settings) -> str:
    """A database in which Ana can be asked."""
    with psycopg.connect(survey_settings.database_url) as connection:
        connection.execute("INSERT INTO customers (key, updated_at) VALUES ('ana', now())")
        connection.execute(
            "INSERT INTO surveys (key, version, definition, checksum, published_at)"
            " VALUES ('after-support', 1, '{}', '', now())"
        )
    return str(survey_settings.database_url)


def agrees(connection) -> bool:
    """Whether what is kept is what is there, cell by cell."""
    kept = connection.execute(KEPT).fetchall()
    counted = connection.execute("SELECT * FROM waterfall_recounted").fetchall()
    assert sorted(kept, key=repr) == sorted(counted, key=repr)
    return bool(counted)


def change(connection, statement: str, values) -> None:
    connection.execute(statement, values)
    connection.commit()


def fold(connection) -> None:
    waterfall.fold(connection, 10)
    connection.commit()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_what_is_kept_is_what_counting_anew_yields_after_whatever_happened(url, steps):
    with psycopg.connect(url) as connection, connection.transaction(force_rollback=True):
        there: set[UUID] = set()
        for step, values in steps:
            if step == "make":
                fresh = [id_ for id_ in values["ids"] if id_ not in there]
                there.update(fresh)
                connection.execute(MAKE, {**values, "ids": fresh})
            elif step == "fold":
                waterfall.fold(connection, values["limit"])
            else:
                connection.execute(CHANGES[step], values)
        agrees(connection)
        while waterfall.fold(connection, 3):
            pass
        agrees(connection)
        assert connection.execute("SELECT count(*) FROM waterfall_changes").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM waterfall WHERE n <= 0").fetchone() == (0,)


@pytest.mark.parametrize(
    ("first", "second"),
    [("answer", "bounce"), ("bounce", "answer"), ("answer", "erase"), ("erase", "answer")],
)
def test_what_happens_at_the_same_moment_is_counted_one_after_the_other(url, first, second):
    values = {"ids": [uuid4()], "complete": True}
    sent = {"via": "email", "journey": None, "state": "sent", "reason": None, "day": "2026-11-20T10:00:00Z"}
    with psycopg.connect(url) as one, psycopg.connect(url) as other, psycopg.connect(url) as watch:
        watch.autocommit = True
        watch.execute(MAKE, {**values, **sent})
        one.execute(CHANGES[first], values)
        late = threading.Thread(target=change, args=(other, CHANGES[second], values))
        late.start()
        waits = "SELECT FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'"
        while late.is_alive() and not watch.execute(waits, [other.info.backend_pid]).fetchall():
            late.join(0.01)
        one.commit()
        late.join()
        agrees(watch)


def test_folding_by_two_at_once_counts_nothing_twice(url):
    made = {
        "via": "link",
        "journey": None,
        "state": "handed_out",
        "reason": None,
        "day": "2026-11-20T10:00:00Z",
    }
    with psycopg.connect(url) as one, psycopg.connect(url) as other:
        for id_ in IDS:
            one.execute(MAKE, {**made, "ids": [id_]})
        one.commit()
        assert waterfall.fold(one, 10) == len(IDS)
        late = threading.Thread(target=fold, args=(other,))
        late.start()
        one.commit()
        late.join()
        assert agrees(one)
