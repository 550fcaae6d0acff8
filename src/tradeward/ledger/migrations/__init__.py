"""Migrations of the ledger: each runs SQL that an auditor can read beside it."""
