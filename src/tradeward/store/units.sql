-- A unit of work in one round trip: what a use case locks and loads (DESIGN §3), by plans that are made once a connection.

-- An order whole: itself, its rows by noun, oldest first, and the end of its journal.
CREATE FUNCTION whole_order(wanted uuid) RETURNS jsonb LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT jsonb_build_object('order', to_jsonb(o)
      , 'version', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM versions t WHERE t.order_id = o.id)
      , 'signature', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM signatures t WHERE t.order_id = o.id)
      , 'reservation', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM reservations t WHERE t.order_id = o.id)
      , 'instalment', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM instalments t WHERE t.order_id = o.id)
      , 'fact', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM facts t WHERE t.order_id = o.id)
      , 'credit', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM credits t WHERE t.order_id = o.id)
      , 'shipment', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM shipments t WHERE t.order_id = o.id)
      , 'inspection', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM inspections t WHERE t.order_id = o.id)
      , 'amendment', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM amendments t WHERE t.order_id = o.id)
      , 'dispute', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM disputes t WHERE t.order_id = o.id)
      , 'offer', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM offers t WHERE t.order_id = o.id)
      , 'ruling', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM rulings t WHERE t.order_id = o.id)
      , 'refund', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM refunds t WHERE t.order_id = o.id)
      , 'recovery', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM recoveries t WHERE t.order_id = o.id)
      , 'payment_out', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM payments_out t WHERE t.order_id = o.id)
      , 'evidence', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM evidence t WHERE t.order_id = o.id)
      , 'message', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM messages t WHERE t.order_id = o.id)
      , 'deadline', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM deadlines t WHERE t.order_id = o.id)
      , 'head', (SELECT jsonb_build_array(j.seq, j.hash) FROM journal j WHERE j.subject_id = o.id ORDER BY j.seq DESC LIMIT 1))
      FROM orders o WHERE o.id = wanted);
END $$;

-- A supplier: itself, its points, what is known of it, credits for its security that wait, its payouts that are not over, its own
-- deadlines, and the end of its journal.
CREATE FUNCTION whole_supplier(wanted uuid) RETURNS jsonb LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT jsonb_build_object('supplier', to_jsonb(s),
        'point', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM points t WHERE t.supplier_id = s.id),
        'supplier_fact', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM supplier_facts t WHERE t.supplier_id = s.id),
        'credit', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM credits t
                    WHERE t.supplier_id = s.id AND t.state = 'suspense'),
        'payment_out', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM payments_out t
                         WHERE t.supplier_id = s.id AND t.state <> 'booked'),
        'deadline', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.id), '[]') FROM deadlines t
                      WHERE t.supplier_id = s.id AND t.order_id IS NULL),
        'head', (SELECT jsonb_build_array(j.seq, j.hash) FROM journal j WHERE j.subject_id = s.id ORDER BY j.seq DESC LIMIT 1))
      FROM suppliers s WHERE s.id = wanted);
END $$;

-- A supplier and perhaps an order of his, with their balances, the policy in force, the orders that the clock owes a move before
-- `at`, and those whose debt waits for money of his. From one snapshot: that of the statement that calls it.
CREATE FUNCTION unit_of(wanted_supplier uuid, wanted_order uuid, before timestamptz, supplier_kinds text[], order_kinds text[])
RETURNS TABLE (supplier_id uuid, policy text, its_supplier jsonb, its_order jsonb, balances jsonb, due uuid[], waiting uuid[])
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY SELECT wanted_supplier,
        (SELECT p.text FROM policy_versions p WHERE p.since <= before ORDER BY p.since DESC LIMIT 1),
        whole_supplier(wanted_supplier),
        CASE WHEN wanted_order IS NOT NULL THEN whole_order(wanted_order) END,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(b.name, b.currency, b.minor)), '[]') FROM ledger.balance b
          WHERE b.name = ANY (ARRAY(SELECT k || ':' || wanted_supplier FROM unnest(supplier_kinds) k
                                    UNION ALL SELECT k || ':' || wanted_order FROM unnest(order_kinds) k))),
        ARRAY(SELECT DISTINCT d.order_id FROM deadlines d WHERE d.supplier_id = wanted_supplier AND d.state = 'open'
                 AND d.due_at < before AND d.order_id IS NOT NULL ORDER BY 1),
        ARRAY(SELECT DISTINCT d.order_id FROM deadlines d WHERE d.supplier_id = wanted_supplier AND d.state = 'parked'
                 AND d.verb = 'set_off' AND d.order_id IS NOT NULL ORDER BY 1);
END $$;

-- The same, locked first: supplier, then order. No row when there is no such order or supplier.
CREATE FUNCTION work_on(wanted_supplier uuid, wanted_order uuid, before timestamptz, supplier_kinds text[], order_kinds text[])
RETURNS TABLE (supplier_id uuid, policy text, its_supplier jsonb, its_order jsonb, balances jsonb, due uuid[], waiting uuid[])
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
RETURNS TABLE (body_hash text, answer jsonb, supplier_id uuid, policy text, its_supplier jsonb, its_order jsonb, balances jsonb,
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
RETURNS TABLE (id uuid, its_order jsonb, balances jsonb) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM orders o WHERE o.id = ANY (wanted) ORDER BY o.id FOR UPDATE;
    RETURN QUERY SELECT w, whole_order(w),
        (SELECT coalesce(jsonb_agg(jsonb_build_array(b.name, b.currency, b.minor)), '[]') FROM ledger.balance b
          WHERE b.name = ANY (ARRAY(SELECT k || ':' || w FROM unnest(order_kinds) k)))
      FROM unnest(wanted) w ORDER BY w;
END $$;
