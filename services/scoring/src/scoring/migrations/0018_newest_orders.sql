-- The page of a journey says what became of the model that was asked for last.
CREATE INDEX at_risk_orders_newest ON at_risk_orders (journey, asked_at, id);
