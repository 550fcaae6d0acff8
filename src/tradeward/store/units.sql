-- A unit of work in one round trip: what a use case locks and loads (DESIGN §3), by plans that are made once a connection.

-- An order whole, as [noun, row] pairs in no order: itself, all that hangs on it, and the end of its journal as `head`. Null when
-- there is none. One list of scans: a subquery with an aggregate for each table takes three times as long.
CREATE FUNCTION whole_order(wanted uuid) RETURNS json LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT json_agg(json_build_array(u.noun, u.told)) FROM (
                  SELECT 'order' AS noun, to_json(t) AS told FROM orders t WHERE t.id = wanted
        UNION ALL SELECT 'version', to_json(t) FROM versions t WHERE t.order_id = wanted
        UNION ALL SELECT 'signature', to_json(t) FROM signatures t WHERE t.order_id = wanted
        UNION ALL SELECT 'reservation', to_json(t) FROM reservations t WHERE t.order_id = wanted
        UNION ALL SELECT 'instalment', to_json(t) FROM instalments t WHERE t.order_id = wanted
        UNION ALL SELECT 'fact', to_json(t) FROM facts t WHERE t.order_id = wanted
        UNION ALL SELECT 'credit', to_json(t) FROM credits t WHERE t.order_id = wanted
        UNION ALL SELECT 'shipment', to_json(t) FROM shipments t WHERE t.order_id = wanted
        UNION ALL SELECT 'inspection', to_json(t) FROM inspections t WHERE t.order_id = wanted
        UNION ALL SELECT 'amendment', to_json(t) FROM amendments t WHERE t.order_id = wanted
        UNION ALL SELECT 'dispute', to_json(t) FROM disputes t WHERE t.order_id = wanted
        UNION ALL SELECT 'offer', to_json(t) FROM offers t WHERE t.order_id = wanted
        UNION ALL SELECT 'ruling', to_json(t) FROM rulings t WHERE t.order_id = wanted
        UNION ALL SELECT 'refund', to_json(t) FROM refunds t WHERE t.order_id = wanted
        UNION ALL SELECT 'recovery', to_json(t) FROM recoveries t WHERE t.order_id = wanted
        UNION ALL SELECT 'payment_out', to_json(t) FROM payments_out t WHERE t.order_id = wanted
        UNION ALL SELECT 'evidence', to_json(t) FROM evidence t WHERE t.order_id = wanted
        UNION ALL SELECT 'message', to_json(t) FROM messages t WHERE t.order_id = wanted
        UNION ALL SELECT 'deadline', to_json(t) FROM deadlines t WHERE t.order_id = wanted
        UNION ALL (SELECT 'head', json_build_array(j.seq, j.hash) FROM journal j WHERE j.subject_id = wanted
                    ORDER BY j.seq DESC LIMIT 1)) u);
END $$;

-- A supplier in the same way: itself, its points, what is known of it, credits for its security that wait, its payouts that are not
-- over, its own deadlines, and the end of its journal.
CREATE FUNCTION whole_supplier(wanted uuid) RETURNS json LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT json_agg(json_build_array(u.noun, u.told)) FROM (
                  SELECT 'supplier' AS noun, to_json(t) AS told FROM suppliers t WHERE t.id = wanted
        UNION ALL SELECT 'point', to_json(t) FROM points t WHERE t.supplier_id = wanted
        UNION ALL SELECT 'supplier_fact', to_json(t) FROM supplier_facts t WHERE t.supplier_id = wanted
        UNION ALL SELECT 'credit', to_json(t) FROM credits t WHERE t.supplier_id = wanted AND t.state = 'suspense'
        UNION ALL SELECT 'payment_out', to_json(t) FROM payments_out t WHERE t.supplier_id = wanted AND t.state <> 'booked'
        UNION ALL SELECT 'deadline', to_json(t) FROM deadlines t WHERE t.supplier_id = wanted AND t.order_id IS NULL
        UNION ALL (SELECT 'head', json_build_array(j.seq, j.hash) FROM journal j WHERE j.subject_id = wanted
                    ORDER BY j.seq DESC LIMIT 1)) u);
END $$;

-- A supplier and perhaps an order of his, with their balances, the policy in force, the orders that the clock owes a move before
-- `at`, and those whose debt waits for money of his. From one snapshot: that of the statement that calls it.
CREATE FUNCTION unit_of(wanted_supplier uuid, wanted_order uuid, before timestamptz, supplier_kinds text[], order_kinds text[])
RETURNS TABLE (supplier_id uuid, policy text, its_supplier json, its_order json, balances json, due uuid[], waiting uuid[])
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY SELECT wanted_supplier,
        (SELECT p.text FROM policy_versions p WHERE p.since <= before ORDER BY p.since DESC LIMIT 1),
        whole_supplier(wanted_supplier),
        CASE WHEN wanted_order IS NOT NULL THEN whole_order(wanted_order) END,
        (SELECT coalesce(json_agg(json_build_array(b.name, b.currency, b.minor)), '[]') FROM ledger.cold_balance b
          WHERE b.name = ANY (ARRAY(SELECT k || ':' || wanted_supplier FROM unnest(supplier_kinds) k
                                    UNION ALL SELECT k || ':' || wanted_order FROM unnest(order_kinds) k))),
        ARRAY(SELECT DISTINCT d.order_id FROM deadlines d WHERE d.supplier_id = wanted_supplier AND d.state = 'open'
                 AND d.due_at < before AND d.order_id IS NOT NULL ORDER BY 1),
        ARRAY(SELECT DISTINCT d.order_id FROM deadlines d WHERE d.supplier_id = wanted_supplier AND d.state = 'parked'
                 AND d.verb = 'set_off' AND d.order_id IS NOT NULL ORDER BY 1);
END $$;

-- The same, locked first: supplier, then order. No row when there is no such order or supplier.
CREATE FUNCTION work_on(wanted_supplier uuid, wanted_order uuid, before timestamptz, supplier_kinds text[], order_kinds text[])
RETURNS TABLE (supplier_id uuid, policy text, its_supplier json, its_order json, balances json, due uuid[], waiting uuid[])
LANGUAGE plpgsql AS $$
BEGIN
    IF wanted_order IS NOT NULL THEN
        wanted_supplier := lock_order(wanted_order);
    ELSE
        PERFORM 1 FROM suppliers s WHERE s.id = wanted_supplier FOR UPDATE;
        IF NOT FOUND THEN
            RETURN;
        END IF;
    END IF;
    IF wanted_supplier IS NOT NULL THEN
        RETURN QUERY SELECT * FROM unit_of(wanted_supplier, wanted_order, before, supplier_kinds, order_kinds);
    END IF;
END $$;

-- The same, after the key of the command: when that has its answer, only the answer.
CREATE FUNCTION begin_work(its_actor text, its_key text, wanted_supplier uuid, wanted_order uuid, before timestamptz,
                           supplier_kinds text[], order_kinds text[])
RETURNS TABLE (body_hash text, answer jsonb, supplier_id uuid, policy text, its_supplier json, its_order json, balances json,
               due uuid[], waiting uuid[])
LANGUAGE plpgsql AS $$
BEGIN
    SELECT a.body_hash, a.answer INTO body_hash, answer FROM answer_to(its_actor, its_key) a;
    IF FOUND THEN
        RETURN NEXT;
        RETURN;
    END IF;
    RETURN QUERY SELECT NULL::text, NULL::jsonb, w.* FROM work_on(wanted_supplier, wanted_order, before, supplier_kinds, order_kinds) w;
END $$;

-- More orders of a supplier who is locked: locked themselves, by id, and loaded with their balances.
CREATE FUNCTION more_work(wanted uuid[], order_kinds text[])
RETURNS TABLE (id uuid, its_order json, balances json) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM orders o WHERE o.id = ANY (wanted) ORDER BY o.id FOR UPDATE;
    RETURN QUERY SELECT w, whole_order(w),
        (SELECT coalesce(json_agg(json_build_array(b.name, b.currency, b.minor)), '[]') FROM ledger.cold_balance b
          WHERE b.name = ANY (ARRAY(SELECT k || ':' || w FROM unnest(order_kinds) k)))
      FROM unnest(wanted) w ORDER BY w;
END $$;
