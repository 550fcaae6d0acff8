"""The command line: finds the command, runs it, and turns every failure into one line and an exit code."""

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import tradeward
from tradeward.interfaces.cli import exits

COMMANDS: tuple[str, ...] = (
    "adjudicate",
    "check-books",
    "db",
    "demo-tokens",
    "doctor",
    "found",
    "invite",
    "lint",
    "play",
    "recompute",
    "run",
    "simulate",
    "templates",
    "token",
    "work",
)
"""A command `check-books` is the module `check_books` beside this one; it is imported only when it is wanted."""


class Parser(argparse.ArgumentParser):
    """A parser whose every command takes --json, and whose errors are one line like all others."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"conflict_handler": "resolve", "allow_abbrev": False, **options})
        told = "print JSON, on standard output and on standard error"
        self.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=told)

    def error(self, message: str) -> NoReturn:
        """Refuse the command line: exit 2."""
        told = exits.Failure(exits.BAD_INPUT, "Usage", f"{message}. See `{self.prog} --help`.")
        sys.exit(exits.tell(told, as_json="--json" in sys.argv))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command of `argv` and return its exit code (exits.py); TRADEWARD_DEBUG=1 lets a traceback through."""
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        return _run(words)
    except KeyboardInterrupt:
        return exits.tell(exits.Failure(exits.INTERRUPTED, "Interrupted", "interrupted."), as_json="--json" in words)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return exits.CUT_OFF
    except Exception as exc:
        if os.environ.get("TRADEWARD_DEBUG") == "1":
            raise
        return exits.tell(exits.failure(exc, given=frozenset(words)), as_json="--json" in words)


def _run(words: list[str]) -> int:
    try:
        args = _parser(words).parse_args(words)
        code: int = args.run(args)
    finally:
        sys.stdout.flush()  # here, where a full disk or a reader gone can still be told; also after --help, which exits
    return code


def _parser(words: list[str]) -> Parser:
    """The parser for `words`: with the one command they name, or with all, for the overview and for a mistyped name."""
    parser = Parser(prog="tradeward", description=tradeward.__doc__, epilog=_EXIT_CODES)
    parser.add_argument("--version", action="version", version=f"tradeward {tradeward.__version__}")
    parser.set_defaults(json=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    named = [word for word in words if not word.startswith("-")][:1]
    for name in named if named and named[0] in COMMANDS else COMMANDS:
        importlib.import_module(f"tradeward.interfaces.cli.{name.replace('-', '_')}").add(commands)
    return parser


_EXIT_CODES = (
    "Exit codes: 0 done; 1 a check or comparison failed; 2 the input is refused, nothing was done; "
    "3 the database, disk or machine is in the way; 70 a fault in tradeward; 130 interrupted."
)
