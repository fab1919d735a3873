-- Mail that another service asked for: replies and receipts to customers, digests and notices to staff. The id is the
-- sender's, and so the same request again is the same message.
CREATE TABLE messages (
    id uuid PRIMARY KEY,
    customer_key text,
    -- The address of somebody who works here; never a customer's.
    staff text,
    kind text NOT NULL CHECK (kind IN ('reply', 'receipt', 'digest', 'notice')),
    language text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    -- What the message is about, in the words of who asked for it: messages with the same reference are one thread.
    reference text,
    in_reply_to uuid,
    -- Of all that was asked for: the same id with something else in it is refused.
    checksum bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('scheduled', 'sending', 'sent', 'failed')),
    reason text CHECK ((reason IS NOT NULL) = (state = 'failed')),
    created_at timestamptz NOT NULL,
    send_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    claimed_at timestamptz,
    sent_at timestamptz,
    -- A message to a customer who is not known here is kept without its words, only to be refused once.
    CONSTRAINT messages_have_one_recipient CHECK (
        num_nonnulls(customer_key, staff) = 1
        OR (num_nonnulls(customer_key, staff) = 0 AND state = 'failed' AND subject = '' AND text = '')
    )
);
CREATE INDEX messages_due ON messages (send_at) WHERE state IN ('scheduled', 'sending');
CREATE INDEX messages_customer_key ON messages (customer_key) WHERE customer_key IS NOT NULL;
CREATE INDEX messages_reference ON messages (reference, created_at, id) WHERE reference IS NOT NULL;
CREATE INDEX messages_created_at ON messages (created_at);

-- A report may be about a message.
ALTER TABLE delivery_reports ADD COLUMN message_id uuid;

-- What was read from the mailbox: once each, by the hash of the mail, of which nothing else is kept.
CREATE TABLE mailbox_mails (
    id uuid PRIMARY KEY,
    outcome text NOT NULL CHECK (outcome IN ('report', 'unsubscribed', 'replied', 'automatic', 'other')),
    received_at timestamptz NOT NULL
);
CREATE INDEX mailbox_mails_received_at ON mailbox_mails (received_at);

-- How long what is kept, versioned like the contact policy. The built-in version 0 is no row.
CREATE TABLE retention_policies (
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT retention_policies_pkey PRIMARY KEY (version)
);

-- How far retention has come in what it changes and does not delete, so that it never looks at the same rows again.
CREATE TABLE retention_places (
    what text PRIMARY KEY,
    place jsonb NOT NULL
);

-- Customers of whom nothing was heard for long, in that order.
CREATE INDEX customers_updated_at ON customers (updated_at, key);
