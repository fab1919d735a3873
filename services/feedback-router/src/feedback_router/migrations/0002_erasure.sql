-- What is known of an erased customer's answers is found by the answer: other services' events carry no name.
CREATE INDEX feedback_by_response ON feedback (response_id);
CREATE INDEX events_response_id ON events ((data ->> 'response_id')) WHERE (data ->> 'response_id') IS NOT NULL;

-- Answers that have lost their person. What is told of one late finds it here and brings nobody back.
CREATE TABLE erased_responses (
    response_id uuid PRIMARY KEY,
    erased_at timestamptz NOT NULL
);
