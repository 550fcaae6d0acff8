-- What must be true of the books whatever has happened: one row for each thing that is not, no row when all is well.
-- The hash of each entry is checked in Python (statements.recompute), where it is made.

WITH side AS (
    SELECT p.debit_id AS account_id, p.minor, p.writer FROM ledger.posting p
     UNION ALL
    SELECT p.credit_id, -p.minor, p.writer FROM ledger.posting p
), posted AS (
    SELECT account_id, sum(minor) AS minor FROM side GROUP BY account_id
)
SELECT 'trial balance' AS "check", b.currency AS subject, format('the balances sum to %s', sum(b.minor)) AS detail
  FROM ledger.balance b GROUP BY b.currency HAVING sum(b.minor) <> 0

 UNION ALL
SELECT 'balance = postings', concat_ws(' ', b.name, b.currency),
       format('the balance is %s, the postings sum to %s', b.minor, coalesce(p.minor, 0))
  FROM ledger.balance b LEFT JOIN posted p ON p.account_id = b.id WHERE b.minor IS DISTINCT FROM coalesce(p.minor, 0)

 UNION ALL
SELECT 'rollup = postings', a.name || ' ' || a.currency,
       format('the rollup is %s, its postings sum to %s', r.minor, s.minor)
  FROM ledger.rollup r JOIN ledger.account a ON a.id = r.account_id
 CROSS JOIN LATERAL (SELECT coalesce(sum(side.minor), 0) AS minor FROM side
                      WHERE side.account_id = a.id AND side.writer < r.upto) s
 WHERE r.upto <= pg_snapshot_xmin(pg_current_snapshot()) AND s.minor <> r.minor

 UNION ALL
SELECT 'floor', a.name || ' ' || a.currency, format('the balance is %s on an account of normal side %s', c.minor, a.normal_side)
  FROM ledger.account a JOIN ledger.cold c ON c.account_id = a.id
 WHERE a.floored AND CASE a.normal_side WHEN 'debit' THEN c.minor < 0 ELSE c.minor > 0 END

 UNION ALL
SELECT 'account as planned', a.name || ' ' || a.currency, 'the account does not behave as ledger.plan says'
  FROM ledger.account a
  LEFT JOIN ledger.plan p ON p.prefix = split_part(a.name, ':', 1)
  LEFT JOIN ledger.cold c ON c.account_id = a.id
 WHERE (a.normal_side, a.floored, a.hot) IS DISTINCT FROM (p.normal_side, p.floored, p.hot)
    OR c.side IS DISTINCT FROM
       CASE WHEN p.hot THEN NULL WHEN NOT p.floored THEN 0 WHEN p.normal_side = 'debit' THEN 1 ELSE -1 END

 UNION ALL
SELECT 'posting whole', format('entry %s line %s', p.entry_id, p.line),
       format('%s %s from %s to %s', p.currency, p.minor, coalesce(c.name, 'no account'), coalesce(d.name, 'no account'))
  FROM ledger.posting p
  LEFT JOIN ledger.account d ON d.id = p.debit_id  AND d.currency = p.currency
  LEFT JOIN ledger.account c ON c.id = p.credit_id AND c.currency = p.currency
 WHERE d.id IS NULL OR c.id IS NULL OR d.id = c.id OR p.minor <= 0

 UNION ALL
SELECT 'posting sealed', format('entry %s line %s', p.entry_id, p.line),
       format('written by %s, its entry by %s', p.writer, coalesce(e.writer::text, 'nobody: there is none'))
  FROM ledger.posting p LEFT JOIN ledger.entry e ON e.id = p.entry_id
 WHERE e.writer IS DISTINCT FROM p.writer

 UNION ALL
SELECT 'entry whole', e.key, format('%s lines, the last is %s', count(p.line), coalesce(max(p.line), 0))
  FROM ledger.entry e LEFT JOIN ledger.posting p ON p.entry_id = e.id
 GROUP BY e.id HAVING count(p.line) = 0 OR max(p.line) <> count(p.line)

 UNION ALL
SELECT 'guard in place', format('ledger.%s', t.relname), format('trigger %s is missing or switched off', w.trigger)
  FROM (VALUES ('plan', 'append_only'), ('account', 'append_only'), ('entry', 'append_only'), ('posting', 'append_only'),
               ('posting', 'sealed'), ('cold', 'stays')) AS w(relation, trigger)
  JOIN pg_catalog.pg_class t ON t.relname = w.relation AND t.relnamespace = 'ledger'::regnamespace
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_trigger g
                    WHERE g.tgrelid = t.oid AND g.tgname = w.trigger AND g.tgenabled IN ('O', 'A'))

 UNION ALL
SELECT 'guard in place', 'ledger.cold', 'the constraint never_overdrawn is missing'
 WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint c
                    WHERE c.conrelid = 'ledger.cold'::regclass AND c.conname = 'never_overdrawn' AND c.convalidated)

 UNION ALL
SELECT 'guard in place', format('ledger.%s', t.relname), format('tradeward_app may %s', w.privilege)
  FROM pg_catalog.pg_class t CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS w(privilege)
 WHERE t.relnamespace = 'ledger'::regnamespace AND t.relkind IN ('r', 'v')
   AND has_table_privilege('tradeward_app', t.oid, w.privilege)

 ORDER BY 1, 2, 3
