-- Answers that have lost their person. What is told of one late finds it here and brings nobody back.
CREATE TABLE erased_responses (
    response_id uuid PRIMARY KEY
);
