"""`tradeward run`: database, deadline worker and web server under one supervisor, until Ctrl-C or SIGTERM."""

import argparse
import fcntl
import json
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tradeward.gateways import postgres
from tradeward.interfaces import parts
from tradeward.interfaces.cli import exits, supervision

POOL = 16
"""Connections to the database that one process keeps at most (gateways.postgres.choice.POOL)."""
SPARE = 10
"""Connections left for migrations, psql and PostgreSQL's own."""
_DESCRIPTION = """Start the database, the deadline worker and the web server; bring back what dies; stop all on Ctrl-C or
SIGTERM (exit code 0). With --demo the data folder is given a demo market once, with a sandbox bank and a clock that can be
moved, and the tokens of its people are printed. Exit codes: 2 an option is refused, 3 the port, database or disk is in the way."""


def add(commands: argparse._SubParsersAction) -> None:
    """Register `run`."""
    parser = commands.add_parser("run", help="run the service until Ctrl-C", description=_DESCRIPTION)
    parser.add_argument(
        "--demo", action="store_true", help="a demo market: sandbox bank, movable clock, printed tokens"
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=_between(1, 65_535), default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--workers", type=_between(1, 64), default=2, help="web processes (default: 2)")
    parser.add_argument("--threads", type=_between(1, POOL), default=8, help="threads of each (default: 8)")
    parser.set_defaults(run=run)


def _between(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} to {most}")
        return int(text)

    return number


def run(args: argparse.Namespace) -> int:
    """Start everything, print how to reach it, and keep it running."""
    parts.end_with_parent()
    with _port(host=args.host, port=args.port), _alone():
        _settle(args)
        return _supervise(args)


def _supervise(args: argparse.Namespace) -> int:
    from tradeward.interfaces import boot, logs

    was_up = postgres.embedded() and postgres.status(home=postgres.home()).state == "running"
    supervisor = supervision.Supervisor([], tell=_teller())
    supervisor.listen()
    try:
        boot.ready()
        _fits(workers=args.workers)
        told = _demo(as_json=args.json) if args.demo else []
        _let_go()
        logs.log("run").info("the database is ready")
        supervisor.parts = _parts(args, stops_database=postgres.embedded() and not was_up)
        supervisor.start()
        if not supervisor.stopping.is_set():
            _welcome(args, told)
        supervisor.watch()
    finally:
        supervisor.end()
        if not supervisor.parts and postgres.embedded() and not was_up:
            postgres.stop(home=postgres.home())
    return exits.OK


@contextmanager
def _alone() -> Iterator[None]:
    """Hold this home: two supervisors would stop each other's database. Refuses: a home that another one holds (Unavailable)."""
    home = postgres.home()
    if not home.exists():
        home.mkdir(parents=True, mode=0o700)
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)  # as root, the database's own account passes through
    with open(home / "run.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise postgres.Unavailable(
                f"{home}: another `tradeward run` works here. Stop it, or set TRADEWARD_HOME to another folder."
            ) from None
        yield


def _settle(args: argparse.Namespace) -> None:
    """What the parts read from their environment."""
    os.environ["TRADEWARD_MODE"] = "demo" if args.demo else os.environ.get("TRADEWARD_MODE") or "production"
    if args.json:
        os.environ["TRADEWARD_LOG"] = "json"
    counters = postgres.home() / "metrics"
    with suppress(FileNotFoundError):
        shutil.rmtree(counters)
    counters.mkdir(mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(counters)


@contextmanager
def _port(*, host: str, port: int) -> Iterator[None]:
    """Hold the port from now on. Refuses: an address that cannot be listened on (Unavailable), before anything is started.

    On Linux web processes share a port with whoever asks for the same (SO_REUSEPORT), and they begin late: a name that only one
    process can have keeps the port of a supervisor that is still making its market.
    """
    with socket.socket(socket.AF_UNIX) as name:
        try:
            if sys.platform == "linux":
                name.bind(f"\0tradeward:{port}")
            family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind, proto) as tried:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(address)
                tried.listen()
        except OSError as exc:
            why = (exc.strerror or str(exc)).rstrip(".").lower()
            raise postgres.Unavailable(
                f"web server: port {port} of {host} cannot be used: {why}. Stop what uses it, or name another: "
                f"--port {port % 65_535 + 1}."
            ) from exc
        yield


def _fits(*, workers: int) -> None:
    """Refuse more web processes than the database has connections for (docs/decisions/web-server.md)."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int")
        (most,) = cursor.fetchone()
    wanted = (workers + 1) * POOL + SPARE
    if wanted > most:
        raise postgres.Unavailable(
            f"database: {workers} web processes and the worker may need {wanted} connections, and it allows {most}. "
            f"Take --workers {max(1, (most - SPARE) // POOL - 1)}, or raise max_connections."
        )


def _parts(args: argparse.Namespace, *, stops_database: bool) -> list[supervision.Part]:
    home, python = postgres.home(), sys.executable
    web = [python, "-m", "tradeward.interfaces.serving", "--host", args.host, "--port", str(args.port)]
    web += ["--workers", str(args.workers), "--threads", str(args.threads)]
    found: list[supervision.Part] = [
        supervision.Process("worker", [python, "-m", "tradeward.interfaces.jobs"]),
        supervision.Process(
            "web server", web, lambda: supervision.answers(host=args.host, port=args.port, path="/readyz")
        ),
    ]
    if postgres.embedded():
        database = supervision.Daemon(
            "database", lambda: postgres.ensure_started(home=home), lambda: postgres.status(home=home).state == "running",
            lambda: postgres.stop(home=home) if stops_database else None,
        )  # fmt: skip
        found.insert(0, database)
    return found


def _demo(*, as_json: bool) -> list[dict[str, str]]:
    from tradeward.interfaces.cli import demo

    return demo.ready(tell=_teller())


def _let_go() -> None:
    """The supervisor holds no connection: the database may stop and come back."""
    from django.db import connections

    connections.close_all()
    connections["default"].close_pool()  # type: ignore[attr-defined]


def _teller() -> supervision.Tell:
    def tell(line: str) -> None:
        from tradeward.interfaces import logs

        logs.begin()
        logs.log("run").info(line)

    return tell


def _welcome(args: argparse.Namespace, tokens: list[dict[str, str]]) -> None:
    shown = f"[{args.host}]" if ":" in args.host else args.host
    url = f"http://{shown}:{args.port}"
    if args.json:
        print(
            json.dumps({"event": "ready", "url": url, "docs": f"{url}/api/docs", "tokens": tokens}, ensure_ascii=False),
            flush=True,
        )
        return
    if tokens:
        from tradeward.interfaces.cli import demo

        print("\nA demo market: all companies are fictional, no money is real. Its people and their tokens:\n")
        print(demo.table(tokens))
        print(f'\n  curl -H "Authorization: Bearer {tokens[0]["token"]}" {url}/api/v1/orders')
    print(f"\nTradeward answers on {url}; the reference is {url}/api/docs. Ctrl-C stops.\n", flush=True)
