"""`tradeward db`: the embedded database by hand; and the migrations, on whichever database is used."""

import argparse
import json
import os
import shutil
import sys
from dataclasses import asdict

from tradeward.domain.refusals import RuleBroken
from tradeward.gateways import postgres
from tradeward.interfaces.cli import exits


def add(commands: argparse._SubParsersAction) -> None:
    """Register `db` with its actions."""
    parser = commands.add_parser(
        "db", help="the database: start, stop, status, migrate, psql, reset", description=__doc__
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, (run, told) in _ACTIONS.items():
        action = actions.add_parser(name, help=told, description=told)
        action.set_defaults(run=run)
        if name == "psql":
            action.add_argument("--role", default="app", choices=sorted(_ROLES), help="whose rights (default: app)")
            action.add_argument("words", nargs="*", metavar="PSQL-OPTION", help="after --, handed to psql")
        if name == "reset":
            action.add_argument(
                "--confirm", metavar="PATH", help="the data folder, typed, instead of being asked for it"
            )


def start(args: argparse.Namespace) -> int:
    """Start the embedded server, if it is down."""
    _embedded_only("start")
    postgres.ensure_started(home=postgres.home())
    return status(args)


def stop(args: argparse.Namespace) -> int:
    """Stop the embedded server; open transactions are rolled back."""
    _embedded_only("stop")
    stopped = postgres.stop(home=postgres.home())
    _print(args, {"stopped": stopped}, "stopped" if stopped else "it was not running")
    return exits.OK


def status(args: argparse.Namespace) -> int:
    """Tell whether the embedded server runs, and where its parts lie."""
    _embedded_only("status")
    found = postgres.status(home=postgres.home())
    told = {name: None if value is None else value if isinstance(value, int) else str(value)
            for name, value in asdict(found).items()}  # fmt: skip
    _print(args, told, "\n".join(f"{name:8} {value}" for name, value in told.items() if value is not None))
    return exits.OK


def migrate(args: argparse.Namespace) -> int:
    """Bring the schema up to date, as the role that owns it."""
    from tradeward.interfaces import boot

    boot.ready(migrated=False)
    due = boot.pending()
    if due:
        boot.migrate()
    _print(args, {"applied": due}, "\n".join(due) or "nothing to do: the schema is up to date")
    return exits.OK


def psql(args: argparse.Namespace) -> int:
    """Open psql on the database; what follows -- is handed to it."""
    postgres.ready(home=postgres.home())
    if postgres.embedded():
        program = str(postgres.installed() / "bin" / "psql")
        url = postgres.address(home=postgres.home()).url(role=_ROLES[args.role])
    else:
        # One's own psql first: the embedded one speaks no TLS.
        program = shutil.which("psql") or str(postgres.installed() / "bin" / "psql")
        url = _named(role=args.role)
    sys.stdout.flush()
    os.execv(program, ["psql", *args.words, url])


def _named(*, role: str) -> str:
    """The URL of a server of the operator's own for `role`; with one URL for both, psql takes on `tradeward_app`."""
    owner = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    if role != "app":
        return owner
    if owner == os.environ["DATABASE_URL"] and postgres.try_out("DATABASE_URL").may_become_application:
        os.environ["PGOPTIONS"] = f"-c role={postgres.APPLICATION}"
    return os.environ["DATABASE_URL"]


def reset(args: argparse.Namespace) -> int:
    """Delete the embedded database with everything in it. You type the path of its data folder."""
    _embedded_only("reset")
    data = str(postgres.status(home=postgres.home()).data)
    typed = args.confirm
    if typed is None:
        print(f"This deletes {data} and every order in it. Type that path to go on:", file=sys.stderr)
        typed = sys.stdin.readline().strip()
    if typed != data:
        raise RuleBroken(f"nothing was deleted: what you typed is not {data}.", field="confirm")
    removed = postgres.remove(home=postgres.home())
    _print(args, {"removed": removed}, "deleted" if removed else "there was none")
    return exits.OK


def _embedded_only(action: str) -> None:
    if not postgres.embedded():
        raise RuleBroken(
            f"`db {action}` is for the embedded database, and DATABASE_URL names another. Unset it, or use "
            "that server's own tools.",
            field="DATABASE_URL",
        )


def _print(args: argparse.Namespace, told: dict[str, object], text: str) -> None:
    print(json.dumps(told) if args.json else text)


_ROLES = {"app": postgres.APPLICATION, "owner": postgres.OWNER, "superuser": postgres.SUPERUSER}
_ACTIONS = {
    "start": (start, "start the embedded server"),
    "stop": (stop, "stop the embedded server"),
    "status": (status, "tell whether it runs, and where it lies"),
    "migrate": (migrate, "bring the schema up to date"),
    "psql": (psql, "look inside: psql as the application's role, or --role owner|superuser"),
    "reset": (reset, "delete the embedded database with everything in it"),
}
