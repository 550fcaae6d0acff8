"""The demo market of `tradeward run --demo`: made once in an empty database, and the tokens of its people."""

import hashlib
import hmac
from datetime import datetime

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from tradeward.domain import vocabulary
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways import postgres
from tradeward.interfaces import boot, clock, demo_cast, identity
from tradeward.interfaces.cli import demo_market
from tradeward.interfaces.cli.supervision import Tell
from tradeward.queries import members
from tradeward.usecases import sandbox, tokens

_CONSOLE = Actor(Role.OPERATOR)
_ROLES = ("buyer", "supplier", "inspector", "officer", "operator")


def ready(*, tell: Tell) -> list[dict[str, str]]:
    """Make the demo market if the database is empty, and return its people with their tokens.

    Refuses: a database that holds another market (Unavailable). One whose making broke off is made anew.
    """
    market = sandbox.market()
    if market is not None and market.seeded_at is None:
        tell("the demo market was left half made; it is made anew")
        _empty()
        market = None
    if market is None:
        if members.members(_CONSOLE):
            raise postgres.Unavailable(
                "database: this one holds a market that is no demo. Run without --demo (`tradeward run`), or give the demo a "
                "folder of its own: TRADEWARD_HOME=./demo."
            )
        _make(tell)
    return _tokens(at=clock.now())


def tokens_again() -> list[dict[str, str]]:
    """The demo market's people with their tokens. Refuses: a database that holds no demo market (NotFound)."""
    market = sandbox.market()
    if market is None or market.seeded_at is None:
        raise NotFound("this database holds no demo market: `tradeward run --demo` makes one in an empty folder.")
    return _tokens(at=clock.now())


def table(tokens: list[dict[str, str]]) -> str:
    """Tokens as a table for people."""
    wide = {name: max(len(one[name]) for one in tokens) for name in ("who", "role", "shows")}
    return "\n".join(
        f"  {one['who']:<{wide['who']}}  {one['role']:<{wide['role']}}  {one['shows']:<{wide['shows']}}  {one['token']}"
        for one in tokens
    )


def _make(tell: Tell) -> None:
    at = clock.machine().replace(second=0, microsecond=0)
    sandbox.begin(at=at)
    tell("making the demo market, once")
    demo_market.play(until=at)
    sandbox.end(at=at)


def _tokens(*, at: datetime) -> list[dict[str, str]]:
    """Everybody's token. It follows from this installation's secret key, so that it can be told again: in a demo only."""
    found = []
    for one in members.members(_CONSOLE):
        secret = _secret(str(one.person_id))
        key = f"demo:{one.person_id}:{secret[-8:]}"
        tokens.issue(person_id=one.person_id, label="demo", secret=secret, by=_CONSOLE, at=at, key=key)
        who = one.organisation if one.organisation == one.label else f"{one.organisation}: {one.label}"
        organisation = vocabulary.shown("organisation", one.organisation_id)
        shows = demo_cast.SHOWS.get(one.organisation, "")
        found.append({"who": who, "role": one.role, "shows": shows, "organisation": organisation, "token": secret})
    return sorted(found, key=lambda one: (_ROLES.index(one["role"]), one["who"]))


def _secret(person: str) -> str:
    return (
        identity.PREFIX
        + hmac.new(settings.SECRET_KEY.encode(), f"demo {person}".encode(), hashlib.sha256).hexdigest()[:40]
    )


def _empty() -> None:
    """Drop the half-made market with its database, and make it empty: nothing else was ever in it."""
    if not postgres.embedded():
        raise postgres.Unavailable(
            "database: the demo market in it was left half made. Drop that database, make it again empty, and run once more."
        )
    connections.close_all()
    connections["default"].close_pool()  # type: ignore[attr-defined]
    at = postgres.address(home=postgres.home())
    with psycopg.connect(at.url(role=postgres.SUPERUSER, database="postgres"), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(postgres.DATABASE)))
        postgres.make_database(server, name=postgres.DATABASE)
    boot.migrate()
