-- DEBIT IS POSITIVE. A balance is the sum of an account's debits minus the sum of its credits, in minor units of its currency.
--
-- The whole ledger: four tables of facts (plan, account, entry, posting), two of balances (cold, rollup), two views (balance, cold_balance)
-- and three functions (post, roll_up, open_account). It knows no trade: what an account is for is the text before its first
-- colon.
--
-- What holds, and by what:
--   an entry always balances      a posting is a pair: one amount, debited to one account and credited to another
--   one key, one entry            entry.key is unique; the same key with the same content is the same entry, else an error
--   nothing is ever changed       triggers refuse UPDATE, DELETE and TRUNCATE to everybody, the owner too
--   a written entry is sealed     a posting is written by the transaction that wrote its entry, or not at all
--   no account is overdrawn       a CHECK on the balance that post() keeps, under its row lock, for every account with a floor
--   nobody writes around post()   the application's role may read and call; it has no INSERT, UPDATE or DELETE at all
-- A superuser can switch all of this off; that is why every entry carries a hash of its content, and why checks.sql exists.

CREATE SCHEMA ledger;

-- How accounts behave, by the text before the first colon of their name.
--   cold: the balance stands in ledger.cold and is changed under its row lock; a floored one never leaves its normal side.
--   hot:  many transactions post to it at once, so it has no row that they would queue for: its balance is summed from postings.
CREATE TABLE ledger.plan (
    prefix      text    PRIMARY KEY CHECK (prefix ~ '^[a-z][a-z_]*$'),
    normal_side text    NOT NULL CHECK (normal_side IN ('debit', 'credit')),
    floored     boolean NOT NULL,
    hot         boolean NOT NULL,
    CONSTRAINT only_cold_accounts_have_floors CHECK (NOT (hot AND floored))
);

-- The plan is copied when an account is opened, so that an account never changes its ways.
CREATE TABLE ledger.account (
    id          bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text    NOT NULL,
    currency    text    NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    normal_side text    NOT NULL,
    floored     boolean NOT NULL,
    hot         boolean NOT NULL,
    UNIQUE (name, currency)
);

CREATE TABLE ledger.cold (
    account_id bigint   PRIMARY KEY REFERENCES ledger.account,
    side       smallint NOT NULL,                -- 1: never below zero (debit-normal); -1: never above (credit-normal); 0: no floor
    minor      bigint   NOT NULL DEFAULT 0,
    CONSTRAINT never_overdrawn CHECK (minor * side >= 0)
) WITH (fillfactor = 50);                        -- room to rewrite a balance on its own page, without touching the index

CREATE TABLE ledger.entry (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    writer       xid8        NOT NULL DEFAULT pg_current_xact_id(),
    at           timestamptz NOT NULL,           -- when it counts
    recorded_at  timestamptz NOT NULL DEFAULT now(),
    key          text        NOT NULL UNIQUE,
    recipe       text        NOT NULL,           -- which movement of money this is
    subject      text,                           -- what it is about, such as an order's id
    content_hash bytea       NOT NULL            -- SHA-256 of key, recipe, subject, at and rows, as canonical JSON
);
CREATE INDEX entry_subject ON ledger.entry (subject) WHERE subject IS NOT NULL;

-- Foreign keys would lock the row of a hot account at every posting; post() and checks.sql see to the references instead.
CREATE TABLE ledger.posting (
    entry_id  bigint   NOT NULL,
    line      smallint NOT NULL,
    debit_id  bigint   NOT NULL,
    credit_id bigint   NOT NULL,
    minor     bigint   NOT NULL,
    writer    xid8     NOT NULL DEFAULT pg_current_xact_id(),
    currency  text     NOT NULL,
    PRIMARY KEY (entry_id, line),
    CONSTRAINT moves_money CHECK (minor > 0 AND debit_id <> credit_id)
);
CREATE INDEX posting_debit  ON ledger.posting (debit_id, writer);
CREATE INDEX posting_credit ON ledger.posting (credit_id, writer);

-- A hot account's postings by writers before `upto`, added up. Only a shortcut: the table may be emptied at any time.
CREATE TABLE ledger.rollup (
    account_id bigint PRIMARY KEY REFERENCES ledger.account,
    upto       xid8   NOT NULL,
    minor      bigint NOT NULL
);

-- The balance of every account, debit positive: a cold one's as kept; a hot one's rolled-up part plus the postings since.
-- A rollup from the future (a dump restored into a younger server) does not count.
CREATE VIEW ledger.balance AS
SELECT a.id, a.name, a.currency,
       CASE WHEN NOT a.hot THEN (SELECT c.minor FROM ledger.cold c WHERE c.account_id = a.id)
            ELSE s.minor
               + (SELECT coalesce(sum(p.minor), 0) FROM ledger.posting p WHERE p.debit_id  = a.id AND p.writer >= s.upto)::bigint
               - (SELECT coalesce(sum(p.minor), 0) FROM ledger.posting p WHERE p.credit_id = a.id AND p.writer >= s.upto)::bigint
       END AS minor
  FROM ledger.account a
  LEFT JOIN ledger.rollup r ON r.account_id = a.id AND r.upto <= pg_snapshot_xmin(pg_current_snapshot())
 CROSS JOIN LATERAL (SELECT coalesce(r.upto, '0'::xid8) AS upto, coalesce(r.minor, 0) AS minor) s;

-- The cold accounts alone, as kept: what a balance under a lock is read from.
CREATE VIEW ledger.cold_balance AS
SELECT a.id, a.name, a.currency, c.minor FROM ledger.account a JOIN ledger.cold c ON c.account_id = a.id;


-- Append-only and sealed ------------------------------------------------------------------------------------------------------

CREATE FUNCTION ledger.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger.% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'LG004';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.plan    EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.account EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry   EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.posting EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER stays       BEFORE DELETE OR TRUNCATE           ON ledger.cold    EXECUTE FUNCTION ledger.refuse();

CREATE FUNCTION ledger.seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.writer <> pg_current_xact_id()
       OR NOT EXISTS (SELECT FROM ledger.entry e WHERE e.id = NEW.entry_id AND e.writer = NEW.writer) THEN
        RAISE EXCEPTION 'entry % is sealed: a posting is written with its entry, by one transaction', NEW.entry_id
            USING ERRCODE = 'LG004';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sealed BEFORE INSERT ON ledger.posting FOR EACH ROW EXECUTE FUNCTION ledger.seal();


-- Writing ---------------------------------------------------------------------------------------------------------------------

-- Makes the account of this name and currency as the plan says, unless it is there.
CREATE FUNCTION ledger.open_account(account_name text, account_currency text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    kind ledger.plan;
    opened bigint;
BEGIN
    SELECT * INTO kind FROM ledger.plan p WHERE p.prefix = split_part(account_name, ':', 1);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'account % has no row in ledger.plan', account_name USING ERRCODE = 'LG003';
    END IF;
    INSERT INTO ledger.account (name, currency, normal_side, floored, hot)
    VALUES (account_name, account_currency, kind.normal_side, kind.floored, kind.hot)
        ON CONFLICT (name, currency) DO NOTHING RETURNING id INTO opened;
    IF opened IS NOT NULL AND NOT kind.hot THEN
        INSERT INTO ledger.cold (account_id, side)
        VALUES (opened, CASE WHEN NOT kind.floored THEN 0 WHEN kind.normal_side = 'debit' THEN 1 ELSE -1 END);
    END IF;
END $$;

-- Posts all entries or none: [{"key", "recipe", "subject", "at", "hash", "rows": [[debit, credit, currency, minor], ...]}, ...].
-- Returns the id of each, in the order given; one that is already there with the same content is left as it is.
--
-- Locks are taken in one order, so that calls cannot wait for each other in a ring: keys by their hash, then accounts being
-- opened by name, then cold balances by id. Ids are drawn after that: a cold account's entries by id are its history in order.
-- The settings let no small table be read whole by a plan that is then kept while the table grows, and let the balances be
-- changed in the order of their index. Mostly one entry of one row comes, and what that costs is the number of statements here.
CREATE FUNCTION ledger.post(entries jsonb) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
    ids bigint[] := '{}';
    item jsonb;  pair jsonb;  known_id bigint;  known_hash bytea;
    debit bigint;  credit bigint;  debit_hot boolean;  credit_hot boolean;  change bigint;
    missing text[] := '{}';                                         -- [name, currency, ...] of accounts to open
    fresh ledger.posting[] := '{}';  posting ledger.posting;        -- with the entry's place in the call for its id
    touched bigint[] := '{}';  changes bigint[] := '{}';            -- the cold accounts, and what each changes by
BEGIN
    -- The second caller of a key waits here until the first has ended.
    IF jsonb_array_length(entries) = 1 THEN
        IF NOT pg_try_advisory_xact_lock(hashtextextended(entries -> 0 ->> 'key', 0)) THEN
            PERFORM pg_advisory_xact_lock(hashtextextended(entries -> 0 ->> 'key', 0));
        END IF;
    ELSE
        PERFORM pg_advisory_xact_lock(k.hash)
           FROM (SELECT DISTINCT hashtextextended(e ->> 'key', 0) AS hash FROM jsonb_array_elements(entries) e ORDER BY 1) k;
    END IF;

    -- Look everything up.
    FOR place IN 1 .. jsonb_array_length(entries) LOOP
        item := entries -> (place - 1);
        SELECT e.id, e.content_hash INTO known_id, known_hash FROM ledger.entry e WHERE e.key = item ->> 'key';
        ids := array_append(ids, known_id);                         -- null: it is new
        IF known_id IS NOT NULL THEN
            IF known_hash <> decode(item ->> 'hash', 'hex') THEN
                RAISE EXCEPTION 'key reused: % is entry % with other content', item ->> 'key', known_id USING ERRCODE = 'LG002';
            END IF;
            CONTINUE;
        END IF;
        FOR line IN 1 .. jsonb_array_length(item -> 'rows') LOOP
            pair := item -> 'rows' -> (line - 1);
            SELECT d.id, d.hot, c.id, c.hot, pair ->> 3 INTO debit, debit_hot, credit, credit_hot, change
              FROM ledger.account d CROSS JOIN ledger.account c
             WHERE d.name = pair ->> 0 AND d.currency = pair ->> 2 AND c.name = pair ->> 1 AND c.currency = pair ->> 2;
            IF debit IS NULL THEN
                missing := missing || ARRAY[pair ->> 0, pair ->> 2, pair ->> 1, pair ->> 2];
                CONTINUE;
            END IF;
            fresh := array_append(fresh, ROW(place, line, debit, credit, change, NULL, pair ->> 2)::ledger.posting);
            IF NOT debit_hot  THEN touched := array_append(touched, debit);   changes := array_append(changes, change);   END IF;
            IF NOT credit_hot THEN touched := array_append(touched, credit);  changes := array_append(changes, -change);  END IF;
        END LOOP;
    END LOOP;
    IF missing <> '{}' THEN                                         -- seldom: open them, then begin again
        PERFORM ledger.open_account(m.name, m.currency)
           FROM (SELECT DISTINCT missing[n] AS name, missing[n + 1] AS currency
                   FROM generate_series(1, cardinality(missing), 2) n ORDER BY 1, 2) m;
        RETURN ledger.post(entries);
    END IF;

    -- Lock and change the cold balances, each once, by account id.
    IF cardinality(touched) > 2 OR touched[1] = touched[2] THEN
        SELECT array_agg(s.id), array_agg(s.change) INTO touched, changes
          FROM (SELECT t.id, sum(t.change)::bigint AS change FROM unnest(touched, changes) AS t(id, change) GROUP BY t.id) s;
    END IF;
    IF touched <> '{}' THEN
        UPDATE ledger.cold c SET minor = c.minor + changes[array_position(touched, c.account_id)]
         WHERE c.account_id = ANY (touched) AND (c.minor + changes[array_position(touched, c.account_id)]) * c.side >= 0;
        GET DIAGNOSTICS change = ROW_COUNT;
        IF change < cardinality(touched) THEN
            PERFORM ledger.overdrawn(touched, changes);
        END IF;
    END IF;

    -- Write.
    FOR place IN 1 .. cardinality(ids) LOOP
        CONTINUE WHEN ids[place] IS NOT NULL;
        item := entries -> (place - 1);
        INSERT INTO ledger.entry (key, recipe, subject, at, content_hash)
        VALUES (item ->> 'key', item ->> 'recipe', item ->> 'subject', (item ->> 'at')::timestamptz, decode(item ->> 'hash', 'hex'))
        RETURNING id INTO known_id;
        ids[place] := known_id;
    END LOOP;
    FOREACH posting IN ARRAY fresh LOOP
        INSERT INTO ledger.posting (entry_id, line, debit_id, credit_id, minor, currency)
        VALUES (ids[posting.entry_id], posting.line, posting.debit_id, posting.credit_id, posting.minor, posting.currency);
    END LOOP;
    RETURN ids;
END $$;

-- Says which account would be overdrawn, and by how much: of several, the one that lacks most. Raises, whatever it finds.
CREATE FUNCTION ledger.overdrawn(touched bigint[], changes bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    account record;
BEGIN
    SELECT a.name, a.currency, abs(c.minor) AS kept, -(c.minor + t.change) * c.side AS short INTO account
      FROM unnest(touched, changes) AS t(id, change)
      JOIN ledger.account a ON a.id = t.id
      JOIN ledger.cold c ON c.account_id = t.id
     ORDER BY short DESC, a.id LIMIT 1;
    RAISE EXCEPTION 'overdrawn: % has % % minor units, % too few', account.name, account.currency, account.kept, account.short
        USING ERRCODE = 'LG001';
END $$;

-- Adds to each hot account's rollup the postings of all writers that have ended; returns how many rollups moved. A transaction
-- that is still running, however low its entries' ids, has an id of at least pg_snapshot_xmin and stays in the tail.
CREATE FUNCTION ledger.roll_up() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    edge xid8;
    moved bigint;
BEGIN
    INSERT INTO ledger.rollup (account_id, upto, minor)
    SELECT a.id, '0', 0 FROM ledger.account a WHERE a.hot ORDER BY a.id ON CONFLICT DO NOTHING;
    PERFORM FROM ledger.rollup r ORDER BY r.account_id FOR UPDATE;  -- one at a time
    edge := pg_snapshot_xmin(pg_current_snapshot());
    -- A rollup from the future (see the view) begins again from nothing.
    UPDATE ledger.rollup r SET upto = edge, minor = s.kept + d.minor - c.minor
      FROM ledger.rollup o
     CROSS JOIN LATERAL (SELECT CASE WHEN o.upto <= edge THEN o.upto ELSE '0' END AS since,
                                CASE WHEN o.upto <= edge THEN o.minor ELSE 0 END AS kept) s
     CROSS JOIN LATERAL (SELECT count(*) AS lines, coalesce(sum(p.minor), 0)::bigint AS minor FROM ledger.posting p
                          WHERE p.debit_id = o.account_id AND p.writer >= s.since AND p.writer < edge) d
     CROSS JOIN LATERAL (SELECT count(*) AS lines, coalesce(sum(p.minor), 0)::bigint AS minor FROM ledger.posting p
                          WHERE p.credit_id = o.account_id AND p.writer >= s.since AND p.writer < edge) c
     WHERE o.account_id = r.account_id AND (d.lines + c.lines > 0 OR o.upto > edge);
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END $$;


-- Rights ----------------------------------------------------------------------------------------------------------------------

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tradeward_app') THEN
        CREATE ROLE tradeward_app NOLOGIN;
    END IF;
END $$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger TO tradeward_app;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO tradeward_app;
GRANT EXECUTE ON FUNCTION ledger.post(jsonb), ledger.roll_up() TO tradeward_app;
