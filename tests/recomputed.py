"""Every ruling of a market, exported and computed again from the document alone (RULES §5)."""

from django.db import connection

from tradeward.domain.rulings import recomputing
from tradeward.domain.rulings.recomputing import DIFFERS, Check
from tradeward.domain.vocabulary import Actor, Role
from tradeward.queries import rulings

EYE = Actor(Role.OPERATOR)


def documents() -> list[bytes]:
    """The document of every ruling in the database at hand, as its order stood when something last happened to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, (SELECT max(at) FROM journal j WHERE j.subject_id = r.order_id) FROM rulings r ORDER BY r.id"
        )
        found = cursor.fetchall()
    return [rulings.export(EYE, ruling_id=id, at=at).content for id, at in found]


def differing() -> list[Check]:
    """Whatever any of them says that is not what is computed: nothing, in a market that nobody tampered with."""
    return [one for content in documents() for one in recomputing.checks(content) if one.verdict == DIFFERS]
