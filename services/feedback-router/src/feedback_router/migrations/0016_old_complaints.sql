-- Complaints from the page are forgotten when the company's retention policy says so: the oldest are found first.
CREATE INDEX complaints_received_at ON complaints (received_at);
