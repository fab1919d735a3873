-- name: facts
-- The time is the customer's own, since it is told as a date.
SELECT customers.name,
       touchpoints.time AT TIME ZONE coalesce(customers.time_zone, 'UTC'),
       coalesce(touchpoints.attributes, '{}')
FROM customers
LEFT JOIN touchpoints ON touchpoints.customer_key = customers.key
    AND touchpoints.source = %(source)s AND touchpoints.id = %(id)s
WHERE customers.key = %(customer_key)s
