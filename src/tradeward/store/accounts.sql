-- The plan of accounts (RULES §7). Hot accounts have no limit of their own; cold ones never leave their side.
INSERT INTO ledger.plan (prefix, normal_side, floored, hot) VALUES
    ('bank',          'debit',  false, true),
    ('bank_in',       'debit',  false, true),
    ('bank_out',      'credit', false, true),
    ('suspense',      'credit', false, true),
    ('fees',          'credit', false, true),
    ('fund',          'credit', false, true),
    ('held',          'credit', true,  false),
    ('early',         'credit', true,  false),
    ('refund_due',    'credit', true,  false),
    ('inspector_fee', 'credit', true,  false),
    ('payable',       'credit', true,  false),
    ('security',      'credit', true,  false),
    ('debt_supplier', 'debit',  true,  false),
    ('debt_buyer',    'debit',  true,  false);
