"""Log lines of every process: one JSON object each where TRADEWARD_LOG=json, else one line for people. Never bodies or tokens."""

import logging
import os
import sys
from typing import Any

import structlog

_QUIET = {"django.request": logging.ERROR, "django.security": logging.ERROR, "psycopg.pool": logging.ERROR}
"""Loggers that repeat what the request's own line says."""
_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def as_json() -> bool:
    """Whether log lines are JSON."""
    return os.environ.get("TRADEWARD_LOG") == "json"


def begin() -> None:
    """Let this process log on standard output; calling it again changes nothing."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(), wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )  # fmt: skip
    root = logging.getLogger()
    if not any(getattr(one, "tradeward", False) for one in root.handlers):
        root.addHandler(handler())
        root.setLevel(logging.INFO)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


def handler() -> logging.Handler:
    """A handler that writes our lines, whichever library logs."""
    made = logging.StreamHandler(sys.stdout)
    ends: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    ends += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()] if as_json() else [_for_people]
    made.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_SHARED, processors=ends))
    made.tradeward = True  # type: ignore[attr-defined]
    return made


def log(name: str) -> Any:
    """The logger of a part: `log.info("what happened", member=value)`."""
    return structlog.get_logger(name).bind(part=name)


def _for_people(logger: Any, name: str, event: dict[str, Any]) -> str:
    """`12:00:01 web  POST /api/v1/orders 201 …`: the time in UTC, the part, what happened, and the rest as name=value."""
    when, level, part = event.pop("timestamp", "")[11:19], event.pop("level", ""), event.pop("part", "")
    said, fault = event.pop("event", ""), event.pop("exc_info", None)
    rest = " ".join(f"{key}={value}" for key, value in event.items() if value not in ("", None))
    mark = "" if level in ("info", "debug") else f"{level.upper()} "
    line = f"{when} {part:<10} {mark}{said} {rest}".rstrip()
    if fault:
        info = sys.exc_info() if fault is True else fault
        line += "\n" + structlog.processors._format_exception(info)
    return line
