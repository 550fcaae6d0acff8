"""Django's PostgreSQL engine, with one thing added: a COMMIT that nobody can vouch for is told as such."""
