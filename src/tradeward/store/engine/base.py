"""Connections that know when the outcome of a COMMIT is unknown (DESIGN §4). Django looks for the class in `base`."""

from contextlib import suppress

import psycopg
from django.db import Error
from django.db.backends.postgresql import base

from tradeward.store.faults import OutcomeUnknown

# What a COMMIT is answered with when its wait for a standby was cancelled, or the server stopped during it.
_NOT_VOUCHED_FOR = frozenset({"01000", "57P01"})


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL for Django."""

    def _commit(self) -> None:
        raw = self.connection
        if raw is None:
            return
        heard: list[str | None] = []

        def hear(notice: psycopg.errors.Diagnostic) -> None:
            heard.append(notice.sqlstate)

        raw.add_notice_handler(hear)
        try:
            super()._commit()
        except Error as error:
            if not raw.closed:
                raise
            self._abandon()
            raise OutcomeUnknown from error
        finally:
            raw.remove_notice_handler(hear)
        if _NOT_VOUCHED_FOR & set(heard):
            raise OutcomeUnknown

    def _rollback(self) -> None:
        """A broken connection has been rolled back by the server."""
        if self.connection is not None and self.connection.closed:
            self._abandon()
        else:
            super()._rollback()

    def _abandon(self) -> None:
        """Let a broken connection go without opening another: the next statement does that, and may fail by itself."""
        with suppress(Error):
            self._close()
        self.connection = None
        self.closed_in_transaction = True
