"""Connections that know when the outcome of a COMMIT is unknown (DESIGN §4). Django looks for the class in `base`."""

from contextlib import suppress
from typing import Any

import psycopg
from django.db import Error
from django.db.backends.postgresql import base
from psycopg._preparing import PrepareManager

from tradeward.store.faults import OutcomeUnknown

# What a COMMIT is answered with when its wait for a standby was cancelled, or the server stopped during it.
_NOT_VOUCHED_FOR = frozenset({"01000", "57P01"})


class Lasting(PrepareManager):
    """What a connection has prepared stays prepared when a transaction is rolled back.

    The driver would prepare all anew, lest a table was made again meanwhile; ours are not, and every refusal rolls back.
    """

    def clear(self) -> bool:
        """Forget nothing."""
        return False


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL for Django."""

    def _configure_connection(self, connection: psycopg.Connection[Any]) -> bool:
        lasting = Lasting()
        lasting.prepare_threshold = connection.prepare_threshold
        connection._prepared = lasting
        found: bool = super()._configure_connection(connection)
        return found

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
