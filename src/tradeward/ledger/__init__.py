"""The double-entry ledger: one SQL schema, one posting function. It knows no trade words."""
