-- What only a demo market has: its clock, and the memory of the bank that is played. In production both tables stay empty.

CREATE TABLE demo_market (
    only_one  boolean     PRIMARY KEY DEFAULT true CHECK (only_one),
    ahead     interval    NOT NULL DEFAULT '0' CHECK (ahead >= '0'),  -- of the machine's clock: it is moved forward only
    begun_at  timestamptz NOT NULL,
    seeded_at timestamptz                                             -- NULL: the seeding broke off, and what is there is half a market
);

-- What was done at the sandbox bank, in order: played again, it is the bank as it stands.
CREATE TABLE sandbox_acts (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    verb text   NOT NULL,
    said jsonb  NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON demo_market TO tradeward_app;
GRANT SELECT, INSERT ON sandbox_acts TO tradeward_app;
