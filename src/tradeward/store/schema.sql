-- What Django's models cannot say: the locks and their order, what the application may do, and the writer of each journal line.

-- Supplier, then order: the one lock order (DESIGN §3). Returns the order's supplier, or nothing when there is no such order.
CREATE FUNCTION lock_order(wanted uuid) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    its_supplier uuid;
BEGIN
    SELECT supplier_id INTO its_supplier FROM orders WHERE id = wanted;
    IF its_supplier IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM suppliers WHERE id = its_supplier FOR UPDATE;
    PERFORM 1 FROM orders WHERE id = wanted FOR UPDATE;
    RETURN its_supplier;
END $$;

-- The answer that an actor's key was given, if it was. Whoever asks second with one key waits here until the first has ended; the
-- key is the first lock of every command, so no two commands wait for each other's keys. A key that is only new takes no row.
CREATE FUNCTION answer_to(its_actor text, its_key text) RETURNS TABLE (body_hash text, answer jsonb) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(its_actor || ' ' || its_key, 1));
    RETURN QUERY SELECT c.body_hash, c.answer FROM commands c WHERE c.actor = its_actor AND c.key = its_key;
END $$;

-- The deadlines that fell due in [since, before), the longest overdue first, without those that stall; and the stalls to be tried
-- again, with their noun. Three pages of the index and the one of stalls, when nothing is due: however many deadlines are open.
CREATE FUNCTION due_deadlines(since timestamptz, before timestamptz, most integer)
RETURNS TABLE (supplier_id uuid, subject_id uuid, stalled text) LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY
        (SELECT d.supplier_id, d.subject_id, NULL::text FROM deadlines d
          WHERE d.state = 'open' AND d.due_at >= since AND d.due_at < before
            AND NOT EXISTS (SELECT 1 FROM stalls s WHERE s.id = coalesce(d.supplier_id, d.subject_id))
          ORDER BY d.due_at LIMIT most)
        UNION ALL SELECT s.id, s.id, s.noun::text FROM stalls s WHERE s.retry_at <= before;
END $$;

ALTER TABLE journal ADD COLUMN writer xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX journal_writer ON journal (writer, id);

-- Rows are written and changed, the journal only grows, and nothing is deleted but drafts, deadlines and stalls that are over,
-- and mail that is long sent.
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO tradeward_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO tradeward_app;
GRANT DELETE ON deadlines, stalls, drafts, notices, letters TO tradeward_app;
REVOKE UPDATE ON journal, commands, versions, signatures, facts, messages, statements, statement_lines,
    account_changes, supplier_facts, sealed_heads, tree_heads FROM tradeward_app;
REVOKE INSERT, UPDATE ON django_migrations FROM tradeward_app;
