-- One survey's answers in the order of receiving: who lists or exports them reads those, and not everybody's.
CREATE INDEX responses_survey_received_at ON responses (survey, received_at, id);
