"""`tradeward doctor`: looks at everything that Tradeward stands on, and says what is wrong and what to do."""

import argparse
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import sys
import zoneinfo
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from tradeward.gateways import postgres
from tradeward.interfaces import clock
from tradeward.interfaces.cli import exits

PYTHONS = ((3, 11), (3, 13))
FREE_MB = 512
DRIFT = timedelta(seconds=5)
ZONES = ("Asia/Shanghai", "America/New_York", "Europe/Madrid", "Asia/Kolkata", "Pacific/Kiritimati")


class Wrong(Exception):
    """A check failed; the text says how, and the way out."""


class Found(NamedTuple):
    """What one check found."""

    check: str
    ok: bool
    told: str


def add(commands: argparse._SubParsersAction) -> None:
    """Register `doctor`."""
    parser = commands.add_parser("doctor", help="check what Tradeward stands on", description=__doc__)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make every check, whatever the others found; 1 when one is wrong."""
    found: list[Found] = []
    for name, check in CHECKS.items():
        if name in BEHIND_SERVER and any(each.check == "server" and not each.ok for each in found):
            found.append(Found(name, False, "not looked at: the server is out of reach."))
        else:
            found.append(_tried(name, check))
    if args.json:
        print(json.dumps({"ok": all(each.ok for each in found), "checks": [each._asdict() for each in found]}))
    else:
        print("\n".join(f"{'ok   ' if each.ok else 'WRONG'} {each.check:12} {each.told}" for each in found))
    return exits.OK if all(each.ok for each in found) else exits.RED


def _tried(name: str, check: Callable[[], str]) -> Found:
    try:
        return Found(name, True, check())
    except Wrong as wrong:
        return Found(name, False, str(wrong))
    except Exception as exc:
        return Found(name, False, exits.failure(exc).line)


def _python() -> str:
    here = ".".join(map(str, sys.version_info[:3]))
    if not PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        raise Wrong(f"this is Python {here}. Use 3.11, 3.12 or 3.13.")
    return here


def _libraries() -> str:
    """Every library that the package asks for can be imported."""
    try:
        asked = importlib.metadata.requires("tradeward") or []
    except importlib.metadata.PackageNotFoundError:
        raise Wrong("the package tradeward is not installed here. Run `make setup`.") from None
    wanted = [text for text in asked if "extra ==" not in text]
    names = {re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0].lower().replace("_", "-") for text in wanted}
    modules = importlib.metadata.packages_distributions()
    found = {dist.lower().replace("_", "-"): module for module, dists in modules.items() for dist in dists}
    missing = sorted(name for name in names if not _imports(found.get(name)))
    if missing:
        raise Wrong(f"these cannot be imported: {', '.join(missing)}. Run `make setup`.")
    return f"{len(names)} libraries can be imported"


def _imports(module: str | None) -> bool:
    if module is None:
        return False
    try:
        return bool(importlib.util.find_spec(module))
    except (ImportError, ValueError):
        return False


def _home() -> str:
    home = postgres.home()
    above = next(path for path in (home, *home.parents) if path.exists())
    if not os.access(above, os.W_OK | os.X_OK) or not above.is_dir():
        raise Wrong(f"{above} cannot be written. Set TRADEWARD_HOME to a folder of your own.")
    return f"{home} can be written" + ("" if above == home else " (it is made at the first start)")


def _disk() -> str:
    data = postgres.status(home=postgres.home()).data
    above = next(path for path in data.parents if path.exists())
    free = shutil.disk_usage(above).free >> 20
    if free < FREE_MB:
        raise Wrong(f"{free} MB are free at {above}, which is little. Free some space, or move TRADEWARD_HOME.")
    return f"{free} MB are free at {above}"


def _programs() -> str:
    """The embedded PostgreSQL's programs are there, where they are wanted."""
    return str(postgres.installed()) if postgres.embedded() else "not wanted: DATABASE_URL names a server"


def _server() -> str:
    """The embedded server runs (it is started), or the one that is named answers."""
    postgres.ready(home=postgres.home())
    if postgres.embedded():
        found = postgres.status(home=postgres.home())
        return f"the embedded one runs in {found.data.parent} as {found.account}"
    return f"PostgreSQL {postgres.try_out('DATABASE_URL').version}, named by DATABASE_URL"


def _asked(question: str, *, alias: str = "default") -> tuple:
    from tradeward.interfaces import boot

    boot.ready(migrated=False)
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def _roles() -> str:
    """The application must not own what it works on, or it could undo the ledger's defences."""
    user, superuser = _asked("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
    (owner,) = _asked("SELECT current_user", alias="owner")
    if superuser or user == owner:
        raise Wrong(
            f"the application works as {user}, who can change the ledger's history. Run `tradeward db migrate`, and "
            "see docs/how-to/run-on-your-own-postgresql.md."
        )
    return f"the application works as {user}, migrations as {owner}"


def _migrations() -> str:
    from tradeward.interfaces import boot

    boot.ready(migrated=False)
    if due := boot.pending():
        raise Wrong(f"the schema lacks {', '.join(due)}. Run `tradeward db migrate`.")
    return "the schema is up to date"


def _clock() -> str:
    """Deadlines are instants: a clock that is off moves them."""
    (theirs,) = _asked("SELECT clock_timestamp()")
    apart = abs(clock.now() - theirs)
    if apart > DRIFT:
        raise Wrong(f"this machine's clock and the server's are {apart} apart. Let both follow a time server.")
    (made,) = _asked("SELECT to_regclass('django_migrations') IS NOT NULL", alias="owner")
    if made and clock.now() < _asked("SELECT max(applied) FROM django_migrations", alias="owner")[0] - DRIFT:
        raise Wrong(f"it is {clock.now():%Y-%m-%d %H:%M} here, before the schema was made. Set the clock.")
    return f"{clock.now():%Y-%m-%d %H:%M:%S} UTC"


def _officers() -> str:
    """Disputes need people who judge: new orders are refused while there are too few (RULES §5)."""
    from tradeward.domain.vocabulary import Actor, Role
    from tradeward.interfaces import boot
    from tradeward.queries import officers

    boot.ready(migrated=False)
    if boot.pending():
        return "not looked at: the schema is not up to date"
    bench = officers.bench(Actor(Role.OPERATOR), at=clock.now())
    if not bench.founded:
        return "nobody trades here yet: there is no operator"
    if not bench.complete:
        raise Wrong(
            f"there are {bench.officers} officers and {bench.needed} are needed, so no new order is taken. Add officers,"
            " or register an outside arbiter."
        )
    return f"{bench.officers} officers" + (f" and {', '.join(bench.arbiters)}" if bench.arbiters else "")


def _zones() -> str:
    missing = sorted(set(ZONES) - zoneinfo.available_timezones())
    if missing:
        raise Wrong(f"the time zone database lacks {', '.join(missing)}. Run `make setup`: it installs tzdata.")
    return f"{len(zoneinfo.available_timezones())} time zones, tzdata {importlib.metadata.version('tzdata')}"


def _left_behind() -> str:
    """Databases of homes that were deleted by hand."""
    left: list[Path] = postgres.orphans()
    if left:
        raise Wrong(f"no home uses {', '.join(map(str, left))}. Stop what runs there, and delete what you do not need.")
    return "no database without a home"


CHECKS: dict[str, Callable[[], str]] = {
    "python": _python,
    "libraries": _libraries,
    "home": _home,
    "disk": _disk,
    "programs": _programs,
    "server": _server,
    "roles": _roles,
    "migrations": _migrations,
    "clock": _clock,
    "officers": _officers,
    "time zones": _zones,
    "left behind": _left_behind,
}
BEHIND_SERVER = ("roles", "migrations", "clock", "officers")
