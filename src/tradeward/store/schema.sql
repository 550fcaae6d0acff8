-- What Django's models cannot say: the lock order, what the application may do, and the writer of each journal line.

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

ALTER TABLE journal ADD COLUMN writer xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX journal_writer ON journal (writer, id);

-- Rows are written and changed, the journal only grows, and nothing is deleted but a deadline that is over.
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO tradeward_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO tradeward_app;
GRANT DELETE ON deadlines TO tradeward_app;
REVOKE UPDATE ON journal, commands, versions, signatures, facts, messages, statements, statement_lines FROM tradeward_app;
REVOKE INSERT, UPDATE ON django_migrations FROM tradeward_app;
