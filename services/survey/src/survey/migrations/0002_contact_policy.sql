-- One policy for all surveys and channels, versioned like surveys; the highest version is the one in force. The row of
-- the built-in version 0 is nowhere: it is in force until the first one is set.
CREATE TABLE contact_policies (
    version integer NOT NULL,
    definition jsonb NOT NULL,
    checksum text NOT NULL,
    set_at timestamptz NOT NULL,
    CONSTRAINT contact_policies_pkey PRIMARY KEY (version)
);

-- An IANA name; null for the policy's own.
ALTER TABLE customers ADD COLUMN time_zone text;

-- Why this customer was asked or not can be worked out again: the policy, the rate and the draw (asked below the rate).
ALTER TABLE invitations
    ADD COLUMN policy_version integer,
    ADD COLUMN sample_rate double precision,
    ADD COLUMN draw double precision,
    -- When to remind; null for never. Planned when the invitation is made, since a reminder counts as a contact.
    ADD COLUMN remind_at timestamptz,
    ADD COLUMN reminded_at timestamptz;

-- How often a customer was asked. Who was not asked is left out, so that the lookup follows the number of contacts,
-- which the policy bounds, and not the number of touchpoints.
CREATE INDEX invitations_of_customer ON invitations (customer_key, send_at) WHERE state <> 'suppressed';
