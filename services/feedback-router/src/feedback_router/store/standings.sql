-- name: counts
-- This time (window 0), and as long a time so many weeks before. Praise is no failure.
WITH windows AS (
    SELECT number, %(since)s::timestamptz - number * %(step)s::interval AS opens, %(until)s::timestamptz - number * %(step)s::interval AS closes
    FROM generate_series(0, %(windows)s::integer) AS number
)
SELECT counted.journey, counted.severity,
       coalesce(sum(n) FILTER (WHERE number = 0), 0)::integer AS now,
       coalesce(sum(n) FILTER (WHERE number > 0), 0)::integer AS before
FROM windows
-- Counted window by window: an index finds each, where all together would be looked for in the whole table.
CROSS JOIN LATERAL (
    SELECT journey, severity, count(*) AS n FROM feedback
    WHERE routed_at >= opens AND routed_at < closes AND kind IS DISTINCT FROM 'praise'
      AND (%(journeys)s::text[] IS NULL OR journey = ANY(%(journeys)s))
    GROUP BY journey, severity
) AS counted
GROUP BY counted.journey, counted.severity
ORDER BY counted.journey, counted.severity

-- name: first
SELECT min(routed_at) FROM feedback

-- name: late
SELECT team, accountable, count(*) AS count, min(due_at) AS oldest_due_at
FROM feedback
WHERE due_at <= %(now)s AND (%(journeys)s::text[] IS NULL OR journey = ANY(%(journeys)s))
GROUP BY team, accountable
ORDER BY count(*) DESC, min(due_at)

-- name: most_urgent
SELECT id FROM feedback
WHERE due_at IS NOT NULL AND text <> ''
  AND (%(journeys)s::text[] IS NULL OR journey = ANY(%(journeys)s))
ORDER BY -priority, routed_at, id
LIMIT 1

-- name: said_most_of_theme
-- The theme of most of what came in, those that are emerging first, and of that what matters most. What one said alone
-- is not said most.
WITH period AS (
    SELECT id, theme_id, priority, routed_at FROM feedback
    WHERE routed_at >= %(since)s AND routed_at < %(until)s AND text <> ''
      AND kind IS DISTINCT FROM 'praise' AND theme_id IS NOT NULL
      AND (%(journeys)s::text[] IS NULL OR journey = ANY(%(journeys)s))
), said AS (
    SELECT t.id, t.name, e.theme_id IS NOT NULL AS is_emerging
    FROM period
    JOIN themes AS t ON t.id = period.theme_id
    LEFT JOIN theme_episodes AS e ON e.theme_id = t.id AND e.ended_at IS NULL
    WHERE t.name <> ''
    GROUP BY t.id, e.theme_id
    HAVING count(*) > 1
    ORDER BY is_emerging DESC, count(*) DESC, t.id
    LIMIT 1
)
SELECT period.id, said.name, said.is_emerging FROM period JOIN said ON said.id = period.theme_id
WHERE period.id <> ALL(%(chosen)s::uuid[])
ORDER BY -period.priority, period.routed_at, period.id
LIMIT 1

-- name: said_most_of_topic
-- The topic of most of what came in, and of that what matters most.
WITH period AS (
    SELECT id, topics, priority, routed_at FROM feedback
    WHERE routed_at >= %(since)s AND routed_at < %(until)s AND text <> ''
      AND kind IS DISTINCT FROM 'praise' AND topics IS NOT NULL
      AND (%(journeys)s::text[] IS NULL OR journey = ANY(%(journeys)s))
), said AS (
    SELECT topic FROM period, unnest(topics) AS topic
    GROUP BY topic
    ORDER BY count(*) DESC, topic
    LIMIT 1
)
SELECT period.id, said.topic FROM period JOIN said ON said.topic = ANY(period.topics)
WHERE period.id <> ALL(%(chosen)s::uuid[])
ORDER BY -period.priority, period.routed_at, period.id
LIMIT 1

-- name: newest_praise
SELECT id FROM feedback
WHERE routed_at >= %(since)s AND routed_at < %(until)s AND text <> '' AND kind = 'praise'
  AND (%(journeys)s::text[] IS NULL OR journey = ANY(%(journeys)s))
ORDER BY routed_at DESC, id DESC
LIMIT 1

-- name: waiting
-- Who complained on the page is known by no key of the company's: nobody could find whom to call.
SELECT id AS feedback_id, customer_key, severity, status = 'reopened' AS reopened, due_at <= %(now)s AS overdue
FROM feedback
WHERE due_at IS NOT NULL AND customer_key IS NOT NULL AND survey <> 'complaint-page' AND text <> ''
  AND (severity >= 3 OR status = 'reopened' OR due_at <= %(now)s)
  AND (%(journeys)s::text[] IS NULL OR journey = ANY(%(journeys)s))
ORDER BY -priority, routed_at, id
LIMIT 50

-- name: waiting_decisions
-- What a limit held and is open still, and the reversals that no second person has looked at.
WITH waiting AS (
    SELECT d.currency, d.amount, d.at, f.journey
    FROM feedback AS f JOIN decisions AS d ON d.feedback_id = f.id
    WHERE f.due_at IS NOT NULL AND d.outcome = 'referred'
    UNION ALL
    SELECT d.currency, d.amount, s.at, f.journey
    FROM decision_steps AS s JOIN decisions AS d ON d.id = s.decision_id JOIN feedback AS f ON f.id = d.feedback_id
    WHERE s.action = 'reversal_asked'
      AND NOT EXISTS (SELECT FROM decision_steps AS l WHERE l.decision_id = s.decision_id AND l.number > s.number)
)
SELECT currency, count(*) AS count, min(at) AS oldest_at, coalesce(sum(amount), 0)::bigint AS amount
FROM waiting
WHERE %(journeys)s::text[] IS NULL OR journey = ANY(%(journeys)s)
GROUP BY currency
ORDER BY count(*) DESC, currency
