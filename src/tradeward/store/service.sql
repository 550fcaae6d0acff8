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
