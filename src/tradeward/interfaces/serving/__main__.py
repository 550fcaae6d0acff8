"""`python -m tradeward.interfaces.serving`: serve until SIGINT or SIGTERM; `tradeward run` starts it."""

import argparse
import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from tradeward.interfaces import logs, parts

SECONDS_TO_END = 10
"""How long a web process may take for the requests it has begun, once it is told to stop."""
_LOGS = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {},
    "handlers": {"ours": {"()": "tradeward.interfaces.logs.handler"}},
    "loggers": {"_granian": {"handlers": ["ours"], "level": "ERROR", "propagate": False}},
}


def main() -> int:
    """Serve; a web process that dies is born again."""
    parser = argparse.ArgumentParser(prog="tradeward.interfaces.serving")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=8)
    args = parser.parse_args()
    logs.begin()
    Server(
        "tradeward.wsgi:application", address=args.host, port=args.port, interface=Interfaces.WSGI, workers=args.workers,
        blocking_threads=args.threads, backpressure=max(64, 8 * args.threads), websockets=False, log_level=LogLevels.error,
        log_dictconfig=_LOGS, respawn_failed_workers=True, respawn_interval=0.5, workers_kill_timeout=SECONDS_TO_END,
    ).serve()  # fmt: skip
    return 0


if __name__ == "__main__":
    parts.end_with_parent()
    sys.exit(main())
