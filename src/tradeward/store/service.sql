-- What the service keeps besides the market: how often tokens are used.

-- How often a token was used in its last minute: a counter that all web processes share, and that a crash may forget.
CREATE UNLOGGED TABLE token_uses (
    token_id uuid        PRIMARY KEY,
    minute   timestamptz NOT NULL,
    uses     integer     NOT NULL,
    used_at  timestamptz NOT NULL
);

-- Whose a token is, and how often it was used in this minute, this time included; nothing for one that is unknown, revoked or over.
CREATE FUNCTION use_token(its_hash text, now timestamptz)
    RETURNS TABLE (token_id uuid, person_id uuid, organisation_id uuid, role text, uses integer) LANGUAGE sql AS $$
    WITH found AS (
        SELECT t.id, t.person_id, p.organisation_id, p.role FROM tokens t JOIN persons p ON p.id = t.person_id
         WHERE t.hash = its_hash AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now)
    ), counted AS (
        INSERT INTO token_uses AS u (token_id, minute, uses, used_at) SELECT id, date_trunc('minute', now), 1, now FROM found
            ON CONFLICT ON CONSTRAINT token_uses_pkey DO UPDATE SET minute = excluded.minute, used_at = excluded.used_at,
                uses = CASE WHEN u.minute = excluded.minute THEN u.uses + 1 ELSE 1 END
        RETURNING u.uses
    )
    SELECT found.id, found.person_id, found.organisation_id, found.role, counted.uses FROM found, counted
$$;

GRANT SELECT, INSERT, UPDATE ON token_uses TO tradeward_app;

-- Whose events a journal line is among: both parties' of an order, and its inspector's where the line is about his inspection. What
-- happens to a supplier himself is his alone. One index a side lets a reader go on from his cursor at the same cost however much the
-- market does; a line that is about nobody's order or scheme is in none of them.
ALTER TABLE journal ADD COLUMN buyer_id uuid, ADD COLUMN supplier_id uuid, ADD COLUMN inspector_id uuid;
CREATE INDEX journal_of_buyer ON journal (buyer_id, writer, id) WHERE buyer_id IS NOT NULL;
CREATE INDEX journal_of_supplier ON journal (supplier_id, writer, id) WHERE supplier_id IS NOT NULL;
CREATE INDEX journal_of_inspector ON journal (inspector_id, writer, id) WHERE inspector_id IS NOT NULL;

-- A place that events are sent to. `side` is the role whose events they are; `types` the wanted ones, none for all; it is told
-- nothing older than `since`. It rests for a while after failing three times in a row, and is `failing` once it was given up.
CREATE TABLE webhooks (
    id              uuid        PRIMARY KEY,
    organisation_id uuid        NOT NULL REFERENCES organisations,
    side            text        NOT NULL,
    url             text        NOT NULL,
    types           text[]      NOT NULL,
    description     text        NOT NULL,
    state           text        NOT NULL CHECK (state IN ('enabled', 'disabled', 'failing')),
    why             text        NOT NULL DEFAULT '',
    changed_at      timestamptz NOT NULL,
    created_at      timestamptz NOT NULL,
    since           xid8        NOT NULL DEFAULT pg_snapshot_xmin(pg_current_snapshot()),
    failures        integer     NOT NULL DEFAULT 0,
    rests_until     timestamptz NOT NULL DEFAULT '-infinity',
    succeeded_at    timestamptz
);
CREATE INDEX webhooks_of ON webhooks (organisation_id, side);

-- A secret is reckoned from its id and the installation's key, never written; `print` tells whether the key is still the same.
CREATE TABLE webhook_secrets (
    id         uuid        PRIMARY KEY,
    webhook_id uuid        NOT NULL REFERENCES webhooks,
    print      text        NOT NULL,
    created_at timestamptz NOT NULL,
    ends_at    timestamptz
);
CREATE INDEX secrets_of_webhook ON webhook_secrets (webhook_id);

-- One event for one webhook; `line` is its journal line, 0 for a test. Those of one subject go one after the other.
CREATE TABLE webhook_deliveries (
    id         uuid        PRIMARY KEY,
    number     bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    webhook_id uuid        NOT NULL REFERENCES webhooks,
    subject_id uuid        NOT NULL,
    line       bigint      NOT NULL,
    type       text        NOT NULL,
    state      text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'given_up')),
    tries      integer     NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    first_at   timestamptz,
    ended_at   timestamptz
);
CREATE INDEX deliveries_waiting ON webhook_deliveries (webhook_id, subject_id, line, number) WHERE state = 'waiting';
CREATE INDEX deliveries_of_webhook ON webhook_deliveries (webhook_id, number);
CREATE INDEX deliveries_by_age ON webhook_deliveries (created_at);
CREATE INDEX deliveries_given_up ON webhook_deliveries (ended_at) WHERE state = 'given_up';

-- One row for every subject of which something waits at a webhook: whoever holds it sends. `lease` is who does just now, until `due_at`.
CREATE TABLE webhook_lanes (
    webhook_id uuid        NOT NULL REFERENCES webhooks,
    subject_id uuid        NOT NULL,
    due_at     timestamptz NOT NULL DEFAULT '-infinity',
    lease      bigint,
    PRIMARY KEY (webhook_id, subject_id)
);
CREATE INDEX lanes_due ON webhook_lanes (webhook_id, due_at);
CREATE INDEX lanes_in_flight ON webhook_lanes (webhook_id) WHERE lease IS NOT NULL;
CREATE SEQUENCE webhook_leases;

CREATE TABLE webhook_tries (
    delivery_id uuid        NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
    at          timestamptz NOT NULL,
    millis      integer     NOT NULL,
    status      integer,
    told        text        NOT NULL
);
CREATE INDEX tries_of_delivery ON webhook_tries (delivery_id, at);

-- How far the journal has been shared out, as the event cursor counts.
CREATE TABLE webhook_cursor (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    writer   xid8    NOT NULL,
    line     bigint  NOT NULL
);
INSERT INTO webhook_cursor (writer, line) VALUES ('0', 0);

-- Share the next `most` journal lines out to the webhooks that want them; how many lines it looked at. It goes no further than what
-- is certain to have ended, so a transaction that commits late is not skipped; the same line twice makes the same delivery once.
CREATE FUNCTION share_out(known text[], now timestamptz, most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
    start   webhook_cursor;
    last    record;
    looked  integer;
BEGIN
    SELECT * INTO start FROM webhook_cursor;
    IF NOT EXISTS (SELECT FROM journal WHERE (writer, id) > (start.writer, start.line) AND writer < horizon) THEN
        RETURN 0;  -- an idle look takes no lock, so it writes nothing
    END IF;
    SELECT * INTO start FROM webhook_cursor FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    IF NOT EXISTS (SELECT FROM webhooks) THEN
        UPDATE webhook_cursor SET writer = horizon, line = 0;
        RETURN 0;
    END IF;
    WITH page AS MATERIALIZED (
        SELECT writer, id, subject_id, hash, noun || '.' || verb AS type, buyer_id, supplier_id, inspector_id FROM journal
         WHERE (writer, id) > (start.writer, start.line) AND writer < horizon ORDER BY writer, id LIMIT most
    ), seen AS (
        SELECT line.*, reader.side, reader.reader_id FROM (SELECT * FROM page WHERE type = ANY (known)) line CROSS JOIN LATERAL (VALUES
            ('buyer', buyer_id), ('supplier', supplier_id), ('inspector', inspector_id), ('officer', NULL), ('operator', NULL)
        ) reader(side, reader_id)
    ), wanted AS (
        SELECT w.id AS webhook_id, seen.* FROM seen JOIN webhooks w ON w.side = seen.side AND w.since <= seen.writer
           AND (w.organisation_id = seen.reader_id OR w.side IN ('officer', 'operator'))
           AND (w.types = '{}' OR seen.type = ANY (w.types))
    ), made AS (
        INSERT INTO webhook_deliveries (id, webhook_id, subject_id, line, type, created_at)
        SELECT md5(webhook_id || ' ' || hash)::uuid, webhook_id, subject_id, id, type, now
          FROM wanted ORDER BY writer, id ON CONFLICT (id) DO NOTHING RETURNING webhook_id, subject_id
    ), laned AS (
        INSERT INTO webhook_lanes (webhook_id, subject_id) SELECT DISTINCT webhook_id, subject_id FROM made ORDER BY 1, 2
            ON CONFLICT (webhook_id, subject_id) DO UPDATE SET due_at = webhook_lanes.due_at  -- only to wait for who is at it
    )
    SELECT count(*), (array_agg(writer ORDER BY writer DESC, id DESC))[1] AS writer, (array_agg(id ORDER BY writer DESC, id DESC))[1] AS id
      INTO last FROM page;
    looked := last.count;
    IF looked > 0 THEN
        UPDATE webhook_cursor SET writer = last.writer, line = last.id;
    END IF;
    RETURN looked;
END $$;

GRANT SELECT, INSERT, UPDATE ON webhooks, webhook_secrets, webhook_deliveries, webhook_lanes, webhook_tries TO tradeward_app;
GRANT SELECT, UPDATE ON webhook_cursor TO tradeward_app;
GRANT DELETE ON webhook_deliveries, webhook_lanes TO tradeward_app;
GRANT USAGE ON SEQUENCE webhook_leases, webhook_deliveries_number_seq TO tradeward_app;

-- What the web application's sign-in keeps in the tables of its libraries: they forget sessions, addresses and second factors.
GRANT DELETE ON sign_ups, sign_ins, django_session, usersessions_usersession, account_emailaddress, account_emailconfirmation, mfa_authenticator
    TO tradeward_app;
REVOKE INSERT, UPDATE ON auth_group, auth_group_permissions, auth_permission, django_content_type FROM tradeward_app;

-- How often something was tried, by whom and from where: counters that all web processes share, and that a crash may forget.
CREATE UNLOGGED TABLE counters (
    cache_key varchar(255) PRIMARY KEY,
    value     text        NOT NULL,
    expires   timestamptz NOT NULL
);
CREATE INDEX counters_expire ON counters (expires);
GRANT SELECT, INSERT, UPDATE, DELETE ON counters TO tradeward_app;

-- Under which name a party stands on a version, and an inspector on his report: as it was then, whatever it is called later, so that
-- a paper keeps its bytes. `about` is the version or the inspection.
CREATE TABLE names_shown (
    about           uuid NOT NULL,
    organisation_id uuid NOT NULL REFERENCES organisations,
    name            text NOT NULL,
    country         text NOT NULL,
    PRIMARY KEY (about, organisation_id)
);

CREATE FUNCTION keep_names_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO names_shown SELECT new.id, o.id, o.name, o.country FROM organisations o JOIN orders r ON o.id IN (r.buyer_id, r.supplier_id)
     WHERE r.id = new.order_id ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_names AFTER INSERT ON versions FOR EACH ROW EXECUTE FUNCTION keep_names_of_version();

CREATE FUNCTION keep_name_of_inspector() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO names_shown SELECT new.id, o.id, o.name, o.country FROM organisations o WHERE o.id = new.inspector_id ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_name AFTER UPDATE ON inspections FOR EACH ROW WHEN (new.reported_at IS NOT NULL AND old.reported_at IS NULL)
    EXECUTE FUNCTION keep_name_of_inspector();

GRANT SELECT, INSERT ON names_shown TO tradeward_app;
