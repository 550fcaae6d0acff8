"""Which bytes are still wanted: one content may stand in the files of several orders (RULES §6)."""

from uuid import UUID

from django.db import connection


def lock(*, digest: str) -> None:
    """Let nobody else keep or remove the bytes of this address until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [digest])


def wanted(*, digest: str) -> bool:
    """Whether some file of some order has this content and is not erased."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM evidence WHERE sha256 = %s AND erased_at IS NULL)", [digest])
        (found,) = cursor.fetchone()
    return bool(found)


def all_wanted() -> list[tuple[str, int, UUID]]:
    """Every content that must be there, once: its address, its size, and the order that holds it first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (sha256) sha256, size, order_id FROM evidence WHERE erased_at IS NULL"
            " ORDER BY sha256, id"
        )
        return [(digest, size, order_id) for digest, size, order_id in cursor.fetchall()]
