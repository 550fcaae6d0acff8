-- What must be true of the tables, beside what the ledger checks of itself (ledger/checks.sql) and what needs folding (domain/folding.py).
--
-- Each statement is one check and ends with a semicolon at the end of a line. It returns a row for each thing that is not as it
-- must be: check, table, id of the row, what was expected, what is there. No row: all is well. Amounts are minor units.
-- They only read, and an auditor may run each by hand: `tradeward db psql`.

-- Journal and ledger -------------------------------------------------------------------------------------------------------------

-- What a journal line lists stands in the ledger, with the hash and for the subject that the line says.
SELECT 'journal = ledger', 'ledger.entry', l.key,
       format('the entry %s that line %s of %s lists', left(l.hash, 12), l.seq, l.subject_id),
       CASE WHEN e.id IS NULL THEN 'no entry' ELSE format('entry %s of %s', left(encode(e.content_hash, 'hex'), 12), e.subject) END
  FROM (SELECT j.subject_id, j.seq, listed ->> 'key' AS key, listed ->> 'hash' AS hash
          FROM journal j CROSS JOIN LATERAL jsonb_array_elements(j.content -> 'entries') listed) l
  LEFT JOIN ledger.entry e ON e.key = l.key
 WHERE e.id IS NULL OR e.content_hash <> decode(l.hash, 'hex') OR e.subject IS DISTINCT FROM l.subject_id::text
 ORDER BY 3;

-- What stands in the ledger is listed by one journal line; only movements of the fund and bank statements have no journal.
WITH listed AS (
    SELECT listed ->> 'key' AS key, count(*) AS times
      FROM journal j CROSS JOIN LATERAL jsonb_array_elements(j.content -> 'entries') listed GROUP BY 1
), own AS (
    SELECT id::text AS subject FROM fund_movements UNION ALL SELECT id::text FROM statements
)
SELECT 'ledger = journal', 'ledger.entry', e.key, 'one journal line that lists it',
       CASE WHEN l.times > 1 THEN format('%s lines', l.times) ELSE format('none, about %s', coalesce(e.subject, 'nothing')) END
  FROM ledger.entry e LEFT JOIN listed l ON l.key = e.key
 WHERE l.times > 1 OR l.times IS NULL AND NOT EXISTS (SELECT FROM own o WHERE o.subject = e.subject)
 ORDER BY 3;

-- A payment belongs to an order, a supplier or a credit; a deadline to one of these.
SELECT 'payment with a home', 'payments_out', p.id::text, 'an order, a supplier or a credit', 'none of them'
  FROM payments_out p WHERE p.order_id IS NULL AND p.supplier_id IS NULL AND p.credit_id IS NULL
 UNION ALL
SELECT 'deadline with a home', 'deadlines', d.id::text, 'an order, a supplier or a credit', format('%s %s', d.subject, d.subject_id)
  FROM deadlines d
 WHERE d.order_id IS NULL AND d.supplier_id IS NULL
   AND NOT EXISTS (SELECT FROM credits c WHERE c.id = d.subject_id AND c.order_id IS NULL)
   AND NOT EXISTS (SELECT FROM payments_out p WHERE p.id = d.subject_id AND p.credit_id IS NOT NULL AND p.order_id IS NULL)
 ORDER BY 3;

-- Each credit and each movement of the fund is booked, with its amount.
WITH cause AS (
    SELECT 'credits' AS held_in, id, 'credit_received:' || id AS key, currency, amount_minor AS minor FROM credits
     UNION ALL
    SELECT 'fund_movements', id, format('fund_paid_%s:%s', direction, id), currency, minor FROM fund_movements
)
SELECT 'booked', c.held_in, c.id::text, format('%s %s booked', c.currency, c.minor),
       coalesce(string_agg(format('%s %s', p.currency, p.minor), ', '), 'nothing booked')
  FROM cause c LEFT JOIN ledger.entry e ON e.key = c.key LEFT JOIN ledger.posting p ON p.entry_id = e.id
 GROUP BY c.held_in, c.id, c.currency, c.minor
HAVING coalesce(sum(p.minor), 0) <> c.minor OR min(p.currency) <> c.currency
 ORDER BY 3;

-- Balances and rows --------------------------------------------------------------------------------------------------------------

-- Each account of an order or a supplier holds what their rows say; payments that are due, or came back, still lie where they leave from.
WITH said (account, currency, minor) AS (
    SELECT 'held:' || i.order_id, o.currency, i.paid_minor - i.released_minor - i.returned_minor
      FROM instalments i JOIN orders o ON o.id = i.order_id
     UNION ALL
    SELECT 'early:' || i.order_id, o.currency, i.early_minor FROM instalments i JOIN orders o ON o.id = i.order_id
     UNION ALL
    SELECT 'inspector_fee:' || i.order_id, o.currency, i.fee_held_minor
      FROM inspections i JOIN orders o ON o.id = i.order_id WHERE i.reported_at IS NULL AND i.ended_at IS NULL
     UNION ALL
    SELECT p.source, p.currency, p.amount_minor FROM payments_out p
     WHERE p.state IN ('due', 'returned') AND p.source NOT LIKE 'payable:%' AND p.source NOT LIKE 'security:%'
     UNION ALL
    SELECT 'suspense', c.currency, c.amount_minor FROM credits c WHERE c.state = 'suspense'
     UNION ALL
    SELECT CASE WHEN r.kind IN ('buyer', 'forged') THEN 'debt_buyer:' || r.order_id ELSE 'debt_supplier:' || r.supplier_id END, o.currency,
           r.set_off_minor + r.security_minor + r.paid_minor + r.cancelled_minor + r.written_off_minor - r.debt_minor
      FROM recoveries r JOIN orders o ON o.id = r.order_id WHERE r.kind IN ('advance', 'buyer', 'forged')
), expected AS (
    SELECT account, currency, sum(minor) AS minor FROM said GROUP BY account, currency
), kept AS (
    SELECT b.name AS account, b.currency, -b.minor AS minor FROM ledger.balance b
     WHERE split_part(b.name, ':', 1) IN
           ('held', 'early', 'inspector_fee', 'refund_due', 'debt_buyer', 'debt_supplier', 'suspense')
)
SELECT 'balance = rows', 'ledger.account', account || ' ' || currency,
       format('%s by the rows', coalesce(e.minor, 0)), format('%s', coalesce(k.minor, 0))
  FROM expected e FULL JOIN kept k USING (account, currency)
 WHERE coalesce(e.minor, 0) <> coalesce(k.minor, 0)
 ORDER BY 3;

-- A supplier's security is what he paid in, less what was used in refunds and for debts, and what went back; what a reversal found
-- too much of it the fund made good.
WITH said (account, currency, minor) AS (
    SELECT 'security:' || c.supplier_id, c.currency, c.applied_minor FROM credits c
     WHERE c.supplier_id IS NOT NULL AND c.state IN ('matched', 'recalled')
     UNION ALL
    SELECT 'security:' || o.supplier_id, o.currency, -r.security_minor FROM refunds r JOIN orders o ON o.id = r.order_id
     UNION ALL
    SELECT 'security:' || r.supplier_id, o.currency, -r.security_minor FROM recoveries r JOIN orders o ON o.id = r.order_id
     UNION ALL
    SELECT p.source, p.currency, -p.amount_minor FROM payments_out p WHERE p.purpose = 'security' AND p.state IN ('sent', 'booked')
     UNION ALL
    SELECT c.name, p.currency, p.minor FROM ledger.posting p JOIN ledger.entry e ON e.id = p.entry_id
      JOIN ledger.account c ON c.id = p.credit_id WHERE e.recipe = 'made_good' AND c.name LIKE 'security:%'
), expected AS (
    SELECT account, currency, sum(minor) AS minor FROM said GROUP BY account, currency
), kept AS (
    SELECT b.name AS account, b.currency, -b.minor AS minor FROM ledger.balance b WHERE b.name LIKE 'security:%'
)
SELECT 'security = rows', 'ledger.account', account || ' ' || currency, format('%s by the rows', coalesce(e.minor, 0)),
       format('%s', coalesce(k.minor, 0))
  FROM expected e FULL JOIN kept k USING (account, currency)
 WHERE coalesce(e.minor, 0) <> coalesce(k.minor, 0)
 ORDER BY 3;

-- The fund's pots: cash is the fund less all debts to it, reserved is the cover that is open and not advanced.
WITH said AS (
    SELECT b.currency, -sum(b.minor) AS cash FROM ledger.balance b
     WHERE b.name = 'fund' OR b.name LIKE 'debt\_supplier:%' OR b.name LIKE 'debt\_buyer:%' GROUP BY b.currency
), open_cover AS (
    SELECT o.currency, sum(r.cover_minor - r.advanced_minor) AS reserved
      FROM reservations r JOIN orders o ON o.id = r.order_id WHERE r.freed_at IS NULL GROUP BY o.currency
)
SELECT 'pot', 'pots', currency, format('cash %s, reserved %s', coalesce(s.cash, 0), coalesce(c.reserved, 0)),
       format('cash %s, reserved %s', coalesce(p.cash_minor, 0), coalesce(p.reserved_minor, 0))
  FROM pots p FULL JOIN said s USING (currency) FULL JOIN open_cover c USING (currency)
 WHERE (coalesce(p.cash_minor, 0), coalesce(p.reserved_minor, 0)) <> (coalesce(s.cash, 0), coalesce(c.reserved, 0))
 ORDER BY 3;

-- Cover --------------------------------------------------------------------------------------------------------------------------

-- A supplier's counters are sums: cover that is open, advances that are unpaid, both in the limit's currency; debts overdue;
-- inspection fees unpaid, by currency.
WITH open_cover AS (
    SELECT r.supplier_id, sum(r.reserved_limit - least(r.reserved_limit, ceil(r.advanced_minor * r.rate::numeric))) AS minor
      FROM reservations r WHERE r.freed_at IS NULL GROUP BY r.supplier_id
), debt AS (
    SELECT r.supplier_id,
           sum(ceil((r.debt_minor - r.set_off_minor - r.security_minor - r.paid_minor - r.cancelled_minor - r.written_off_minor)
                    * r.rate::numeric)) FILTER (WHERE r.kind = 'advance') AS minor,
           count(*) FILTER (WHERE r.overdue_at IS NOT NULL AND r.kind NOT IN ('buyer', 'forged')) AS overdue
      FROM recoveries r WHERE r.ended_at IS NULL GROUP BY r.supplier_id
), fee AS (
    SELECT supplier_id, jsonb_object_agg(currency, minor::text) AS owed
      FROM (SELECT r.supplier_id, o.currency,
                   sum(r.debt_minor - r.set_off_minor - r.security_minor - r.paid_minor - r.cancelled_minor - r.written_off_minor)
                       AS minor
              FROM recoveries r JOIN orders o ON o.id = r.order_id WHERE r.ended_at IS NULL AND r.kind = 'fee'
             GROUP BY r.supplier_id, o.currency) one
     WHERE minor <> 0 GROUP BY supplier_id
)
SELECT 'counters = sums', 'suppliers', s.id::text,
       format('reserved %s, advanced %s, overdue %s, fees %s', coalesce(c.minor, 0), coalesce(d.minor, 0), coalesce(d.overdue, 0),
              coalesce(f.owed, '{}')),
       format('reserved %s, advanced %s, overdue %s, fees %s', s.reserved_minor, s.advanced_minor, s.overdue_count, s.fees_owed)
  FROM suppliers s LEFT JOIN open_cover c ON c.supplier_id = s.id LEFT JOIN debt d ON d.supplier_id = s.id
  LEFT JOIN fee f ON f.supplier_id = s.id
 WHERE (s.reserved_minor, s.advanced_minor, s.overdue_count, s.fees_owed)
    <> (coalesce(c.minor, 0), coalesce(d.minor, 0), coalesce(d.overdue, 0), coalesce(f.owed, '{}'))
 ORDER BY 3;

-- A reservation took no more than was free when it was made, and the limit's part of it is its cover at its rate.
SELECT 'cover was free', 'reservations', r.id::text,
       format('at most %s', greatest(0, r.limit_read - r.reserved_read - r.advanced_read)), format('%s', r.reserved_limit)
  FROM reservations r
 WHERE r.reserved_limit > greatest(0, r.limit_read - r.reserved_read - r.advanced_read)
 ORDER BY 3;

SELECT 'cover at its rate', 'reservations', r.id::text, format('%s', ceil(r.cover_minor * r.rate::numeric)),
       format('%s', r.reserved_limit)
  FROM reservations r WHERE r.reserved_limit <> ceil(r.cover_minor * r.rate::numeric)
 ORDER BY 3;

-- Nothing is advanced beyond the cover, and an advance is a debt: by order, advances are what the fund paid.
WITH paid AS (
    SELECT order_id, sum(fund_minor) AS minor FROM refunds GROUP BY order_id
), advanced AS (
    SELECT order_id, sum(advanced_minor) AS minor, bool_or(advanced_minor > cover_minor) AS beyond
      FROM reservations GROUP BY order_id
)
SELECT 'advance within cover', 'reservations', a.order_id::text, format('%s advanced, within the cover', coalesce(p.minor, 0)),
       format('%s advanced%s', a.minor, CASE WHEN a.beyond THEN ', beyond the cover' ELSE '' END)
  FROM advanced a LEFT JOIN paid p ON p.order_id = a.order_id
 WHERE a.beyond OR a.minor <> coalesce(p.minor, 0)
 ORDER BY 3;

-- The cover of an order is its reservation: the last signatures of both parties that made it signed state the same.
WITH last AS (
    SELECT DISTINCT ON (s.order_id, s.party) s.order_id, s.party, s.hash, s.cover_minor
      FROM signatures s JOIN orders o ON o.id = s.order_id WHERE s.at <= o.signed_at ORDER BY s.order_id, s.party, s.at DESC, s.id DESC
)
SELECT 'both signed the same', 'signatures', order_id::text, 'one hash and one cover over both signatures',
       string_agg(format('%s: %s, cover %s', party, left(hash, 12), cover_minor), '; ' ORDER BY party)
  FROM last GROUP BY order_id HAVING count(*) <> 2 OR count(DISTINCT (hash, cover_minor)) <> 1
 ORDER BY 3;

-- Refunds and rulings ------------------------------------------------------------------------------------------------------------

-- Each refund is what the ledger moved for it, from each source.
WITH moved AS (
    SELECT split_part(e.key, ':', 2) AS refund, e.recipe, e.subject,
           sum(p.minor) FILTER (WHERE d.name LIKE 'held:%') AS held, sum(p.minor) FILTER (WHERE d.name LIKE 'early:%') AS early,
           sum(p.minor) FILTER (WHERE d.name LIKE 'security:%') AS security,
           sum(p.minor) FILTER (WHERE d.name LIKE 'debt\_supplier:%') AS fund
      FROM ledger.entry e JOIN ledger.posting p ON p.entry_id = e.id JOIN ledger.account d ON d.id = p.debit_id
     WHERE e.recipe IN ('refunded', 'returned', 'buyer_debt_set_off') GROUP BY 1, 2, 3
), whole AS (
    SELECT refund, sum(held) AS held, sum(early) AS early, sum(security) AS security, sum(fund) AS fund FROM moved GROUP BY refund
)
SELECT 'refund = ledger', 'refunds', coalesce(r.id::text, w.refund),
       format('held %s, early %s, security %s, fund %s moved', coalesce(r.held_minor, 0), coalesce(r.early_minor, 0),
              coalesce(r.security_minor, 0), coalesce(r.fund_minor, 0)),
       format('held %s, early %s, security %s, fund %s', coalesce(w.held, 0), coalesce(w.early, 0), coalesce(w.security, 0),
              coalesce(w.fund, 0))
  FROM refunds r FULL JOIN whole w ON w.refund = r.id::text
 WHERE (coalesce(r.held_minor, 0), coalesce(r.early_minor, 0), coalesce(r.security_minor, 0), coalesce(r.fund_minor, 0))
    <> (coalesce(w.held, 0), coalesce(w.early, 0), coalesce(w.security, 0), coalesce(w.fund, 0))
 ORDER BY 3;

-- What was put aside for a buyer is what is paid to him: the payments of an order are what its refund_due was credited.
WITH due AS (
    SELECT c.name AS account, sum(p.minor) AS minor
      FROM ledger.posting p JOIN ledger.account c ON c.id = p.credit_id JOIN ledger.entry e ON e.id = p.entry_id
     WHERE c.name LIKE 'refund\_due:%' AND e.recipe <> 'came_back' GROUP BY c.name
), paid AS (
    SELECT source AS account, sum(amount_minor) AS minor FROM payments_out WHERE source LIKE 'refund\_due:%' GROUP BY source
)
SELECT 'refund = payment', 'orders', split_part(account, ':', 2), format('%s paid out', coalesce(d.minor, 0)),
       format('%s', coalesce(p.minor, 0))
  FROM due d FULL JOIN paid p USING (account) WHERE coalesce(d.minor, 0) <> coalesce(p.minor, 0)
 ORDER BY 3;

-- Each payment left once for each time it was sent, and the bank booked it once for each time it came back from there: its state
-- says which.
WITH moved AS (
    SELECT split_part(e.key, ':', 2) AS payment, sum(p.minor) FILTER (WHERE e.recipe = 'sent_out') AS sent,
           sum(p.minor) FILTER (WHERE e.recipe = 'came_back') AS back,
           coalesce(sum(p.minor) FILTER (WHERE e.recipe = 'booked_out'), 0)
               - coalesce(sum(p.minor) FILTER (WHERE e.recipe = 'came_back' AND d.name = 'bank'), 0) AS booked
      FROM ledger.entry e JOIN ledger.posting p ON p.entry_id = e.id JOIN ledger.account d ON d.id = p.debit_id
     WHERE e.recipe IN ('sent_out', 'came_back', 'booked_out') GROUP BY 1
), said AS (
    SELECT id::text AS payment, CASE WHEN state IN ('sent', 'booked') THEN amount_minor ELSE 0 END AS out,
           CASE state WHEN 'booked' THEN amount_minor ELSE 0 END AS booked, state
      FROM payments_out
)
SELECT 'payment = ledger', 'payments_out', payment,
       format('%s: out %s, booked %s', coalesce(s.state, 'no payment'), coalesce(s.out, 0), coalesce(s.booked, 0)),
       format('out %s, booked %s', coalesce(m.sent, 0) - coalesce(m.back, 0), coalesce(m.booked, 0))
  FROM said s FULL JOIN moved m USING (payment)
 WHERE coalesce(s.out, 0) <> coalesce(m.sent, 0) - coalesce(m.back, 0)
    OR s.payment IS NOT NULL AND coalesce(s.booked, 0) <> coalesce(m.booked, 0)
 ORDER BY 3;

-- Refunds of claims stay within what was awarded and what both agreed on, each time they did. A dispute that was settled, went
-- unpaid and was ruled on as admitted is one claim: the larger of settlement and award, not both.
WITH refunded AS (
    SELECT order_id, sum(held_minor + security_minor + fund_minor + supplier_minor + waiting_minor) AS minor
      FROM refunds WHERE counts GROUP BY order_id
), awarded AS (
    SELECT order_id, max(award_minor) AS minor FROM rulings WHERE issued_at IS NOT NULL GROUP BY order_id
), settled AS (
    SELECT order_id, sum(amount_minor) AS minor FROM offers WHERE state = 'accepted' GROUP BY order_id
)
SELECT 'refunds within the award', 'orders', r.order_id::text,
       format('at most %s', coalesce(a.minor, 0) + coalesce(s.minor, 0)), format('%s', r.minor)
  FROM refunded r LEFT JOIN awarded a ON a.order_id = r.order_id LEFT JOIN settled s ON s.order_id = r.order_id
 WHERE r.minor > coalesce(a.minor, 0) + coalesce(s.minor, 0)
 UNION ALL
SELECT 'refunds within the award', 'disputes', d.id::text,
       format('at most %s', greatest(coalesce(a.minor, 0), coalesce(s.minor, 0))), format('%s', r.minor)
  FROM disputes d
  JOIN (SELECT dispute_id, sum(held_minor + security_minor + fund_minor + supplier_minor + waiting_minor) AS minor
          FROM refunds WHERE counts GROUP BY dispute_id) r ON r.dispute_id = d.id
  LEFT JOIN (SELECT dispute_id, max(award_minor) AS minor FROM rulings WHERE issued_at IS NOT NULL GROUP BY dispute_id) a
    ON a.dispute_id = d.id
  LEFT JOIN (SELECT dispute_id, sum(amount_minor) AS minor FROM offers WHERE state = 'accepted' GROUP BY dispute_id) s
    ON s.dispute_id = d.id
 WHERE d.admitted AND r.minor > greatest(coalesce(a.minor, 0), coalesce(s.minor, 0))
 ORDER BY 3;

-- A dispute that was ruled on and is final has exactly one final ruling; any other has none.
SELECT 'one final ruling', 'disputes', d.id::text,
       CASE WHEN d.state = 'final' AND count(r.issued_at) > 0 AND d.settled_at IS NULL THEN '1 final ruling' ELSE 'at most 1' END,
       format('%s: %s', count(r.final_at), coalesce(string_agg(r.id::text, ', ') FILTER (WHERE r.final_at IS NOT NULL), 'none'))
  FROM disputes d LEFT JOIN rulings r ON r.dispute_id = d.id
 GROUP BY d.id
HAVING count(r.final_at) > 1
    OR count(r.final_at) = 0 AND d.state = 'final' AND count(r.issued_at) > 0 AND d.settled_at IS NULL
    OR count(r.final_at) > 0 AND d.state <> 'final'
 ORDER BY 3;

-- Each end of a journal that was sealed is still the line it was, and no journal of those days is left out of the tree.
SELECT 'sealed line', 'journal', format('%s line %s', s.subject_id, s.seq), left(s.hash, 12), coalesce(left(j.hash, 12), 'no such line')
  FROM sealed_heads s LEFT JOIN journal j ON j.subject_id = s.subject_id AND j.seq = s.seq
 WHERE j.hash IS DISTINCT FROM s.hash
 UNION ALL
SELECT 'sealed line', 'journal', format('%s line %s', j.subject_id, max(j.seq)), 'sealed', 'not in the tree'
  FROM journal j WHERE j.writer < (SELECT max(upto) FROM tree_heads)::text::xid8
 GROUP BY j.subject_id HAVING max(j.seq) > coalesce((SELECT max(s.seq) FROM sealed_heads s WHERE s.subject_id = j.subject_id), -1)
 ORDER BY 3;

-- What keeps the tables in order by itself has not been switched off.
SELECT 'guard in place', t.name, w.name, 'the unique index', 'missing or switched off'
  FROM (VALUES ('rulings', 'one_final_ruling'), ('rulings', 'two_rulings_at_most'), ('disputes', 'one_open_dispute_an_order'),
               ('reservations', 'one_reservation_an_order'), ('deadlines', 'one_deadline_a_move'), ('journal', 'one_line_a_number'),
               ('commands', 'one_answer_a_key'), ('credits', 'one_credit_a_bank_entry')) AS w(relation, name)
 CROSS JOIN LATERAL (SELECT w.relation AS name) t
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
                    WHERE i.indrelid = w.relation::regclass AND c.relname = w.name AND i.indisunique AND i.indisvalid)
 ORDER BY 2, 3;
