-- Who gets no survey by mail any more, and why. Replies to what a customer complained about are another matter.
CREATE TABLE mail_suppressions (
    customer_key text PRIMARY KEY,
    reason text NOT NULL CHECK (reason IN ('unsubscribed', 'bounced', 'complained')),
    since timestamptz NOT NULL,
    -- The address that bounced, as a hash: a customer who has a new address can be asked again.
    address_hash bytea CHECK (address_hash IS NOT NULL OR reason <> 'bounced')
);

-- What mail servers told us about our messages: once each, by the hash of the report. No address is kept here.
CREATE TABLE delivery_reports (
    id uuid PRIMARY KEY,
    outcome text NOT NULL,
    -- Why it had no effect; null where it had one.
    reason text,
    status text,
    invitation_id uuid,
    customer_key text,
    received_at timestamptz NOT NULL
);
CREATE INDEX delivery_reports_received_at ON delivery_reports (received_at, id);
CREATE INDEX delivery_reports_customer_key ON delivery_reports (customer_key);

-- A report that does not name our message is matched by the address it was sent to.
CREATE INDEX customers_email ON customers (lower(email));
CREATE INDEX invitations_customer_key_sent_at ON invitations (customer_key, sent_at);

-- A reminder is claimed like an invitation; who is not to be reminded any more loses the plan, so that the index holds
-- only what is still to be looked at.
ALTER TABLE invitations
    ADD COLUMN reminder_claimed_at timestamptz,
    ADD COLUMN reminder_attempts integer NOT NULL DEFAULT 0;
CREATE INDEX invitations_remind_at ON invitations (remind_at)
WHERE state = 'sent' AND remind_at IS NOT NULL AND reminded_at IS NULL;
