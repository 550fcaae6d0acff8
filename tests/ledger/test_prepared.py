"""What a connection has prepared survives a refusal (DESIGN §9: hot paths by one function, planned once)."""

import pytest
from django.db import connection, transaction

from tradeward.domain.refusals import OutOfTurn

ASKED = "SELECT %s::integer + 1"


def ask():
    with connection.cursor() as cursor:
        cursor.execute(ASKED, [41])
        assert cursor.fetchone() == (42,)


def prepared():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE statement = 'SELECT $1::integer + 1'")
        return cursor.fetchall()


@transaction.atomic
def refused():
    ask()
    raise OutOfTurn("not now")


def test_what_is_prepared_stays_prepared_after_a_rollback(database):
    """DESIGN §9: a statement sent for the third time is prepared, and no refusal throws that away."""
    for _ in range(3):
        assert prepared() == []
        ask()
    names = prepared()
    assert len(names) == 1
    with pytest.raises(OutOfTurn):
        refused()
    ask()
    assert prepared() == names
