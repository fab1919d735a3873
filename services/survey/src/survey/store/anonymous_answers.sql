-- name: keep
-- Both or nothing, and once: whoever used the same secret before finds its mark. Nothing else is touched, least of all an
-- invitation: rows that were written together can be told by their transaction.
WITH new AS (
    INSERT INTO anonymous_marks (mark) VALUES (%(mark)s) ON CONFLICT DO NOTHING RETURNING mark
)
INSERT INTO anonymous_answers (id, survey, version, source, context, answers, day)
SELECT %(id)s, %(survey)s, %(version)s, %(source)s, %(context)s, %(answers)s, %(day)s FROM new

-- name: is_marked
SELECT EXISTS (SELECT FROM anonymous_marks WHERE mark = %(mark)s)

-- name: lock
-- Against another release, which would leave a rest that is too small. Who answers is not in the way.
LOCK TABLE anonymous_answers IN SHARE UPDATE EXCLUSIVE MODE

-- name: take
WITH ready AS (
    SELECT survey, version FROM anonymous_answers
    GROUP BY survey, version
    HAVING count(*) >= %(together)s OR min(day) < %(today)s
)
DELETE FROM anonymous_answers AS a
USING ready
WHERE (a.survey, a.version) = (ready.survey, ready.version)
RETURNING a.id, a.survey, a.version, a.source, a.context, a.answers, a.day
