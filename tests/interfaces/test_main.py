"""The command line ends every failure with one line, the way out, and its exit code."""

import argparse
import errno
import json
import subprocess
import sys
from types import SimpleNamespace

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured

from tradeward.domain import refusals
from tradeward.interfaces.cli import exits, main

DATABASE = "Check DATABASE_URL, or unset it to use the embedded database; `tradeward doctor` looks further."
REPORT = "Set TRADEWARD_DEBUG=1 for the traceback, and report it."

# what happens, exit code, kind, line
FAILURES = [
    (refusals.RuleBroken("The plan sums to 9000.", field="plan"), 2, "RuleBroken", "The plan sums to 9000."),
    (refusals.OutOfTurn("Not ready.", "Not paid."), 2, "OutOfTurn", "Not ready. Not paid."),
    (refusals.NotFound("No order x."), 2, "NotFound", "No order x."),
    (refusals.NotAllowed("Only the buyer may."), 2, "NotAllowed", "Only the buyer may."),
    (
        FileNotFoundError(errno.ENOENT, "No such file or directory", "given.toml"),
        2,
        "FileNotFoundError",
        "given.toml: No such file or directory. Name a file that can be read.",
    ),
    (
        FileNotFoundError(errno.ENOENT, "No such file or directory", "/lib/initdb"),
        3,
        "Unavailable",
        "/lib/initdb: No such file or directory. See `tradeward doctor`.",
    ),
    (
        OSError(errno.ENOSPC, "No space left on device"),
        3,
        "Unavailable",
        "No space left on device. Free some space, or set TRADEWARD_HOME to a folder with room.",
    ),
    (
        PermissionError(errno.EACCES, "Permission denied", "/var/x"),
        3,
        "Unavailable",
        "/var/x: Permission denied. Give yourself the right to it, or set TRADEWARD_HOME to a folder of your own.",
    ),
    (OSError("the folder is taken\nby another"), 3, "Unavailable", "the folder is taken."),
    (
        psycopg.OperationalError("connection refused\nIs it on?"),
        3,
        "Unavailable",
        f"database: connection refused. {DATABASE}",
    ),
    (ImproperlyConfigured("no engine."), 3, "Unavailable", f"database: no engine. {DATABASE}"),
    (KeyError("x"), 70, "Bug", f"a fault in tradeward: KeyError: 'x'. {REPORT}"),
    (ValueError(), 70, "Bug", f"a fault in tradeward: ValueError: ValueError. {REPORT}"),
    (KeyboardInterrupt(), 130, "Interrupted", "interrupted."),
]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A command `say-it` that returns or raises what `happens`; nested `say-it again` does so too."""
    state = SimpleNamespace(happens=exits.OK, seen=None)

    def run(args: argparse.Namespace) -> int:
        state.seen = vars(args)
        if isinstance(state.happens, BaseException):
            raise state.happens
        return int(state.happens)

    def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
        parser = commands.add_parser("say-it", help="says it")
        parser.add_argument("file", nargs="?")
        parser.set_defaults(run=run)

    monkeypatch.setattr(main, "COMMANDS", ("say-it",))
    monkeypatch.setitem(sys.modules, "tradeward.interfaces.cli.say_it", SimpleNamespace(add=add))  # type: ignore[arg-type]
    monkeypatch.delenv("TRADEWARD_DEBUG", raising=False)
    return state


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(("happens", "code", "kind", "line"), FAILURES, ids=lambda value: type(value).__name__)
def test_a_failure_is_one_line(happens, code, kind, line, as_json, command, capsys) -> None:
    command.happens = happens
    assert main.main(["say-it", "given.toml", *["--json"][:as_json]]) == code
    out, err = capsys.readouterr()
    assert out == ""
    if as_json:
        field = "file" if kind == "FileNotFoundError" else getattr(happens, "field", None)
        told = {"error": kind, "message": line, "field": field, "exit": code}
        assert json.loads(err) == told
    else:
        assert err == f"tradeward: {line}\n"


def test_debug_lets_the_traceback_through(command, monkeypatch) -> None:
    command.happens = KeyError("x")
    monkeypatch.setenv("TRADEWARD_DEBUG", "1")
    with pytest.raises(KeyError):
        main.main(["say-it"])


@pytest.mark.parametrize("code", [exits.OK, exits.RED])
@pytest.mark.parametrize("words", [["say-it", "--json"], ["--json", "say-it"], ["say-it"]])
def test_a_command_is_found_and_told_whether_to_write_json(code, words, command) -> None:
    command.happens = code
    assert main.main(words) == code
    assert command.seen["json"] is ("--json" in words)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ([], "the following arguments are required: COMMAND. See `tradeward --help`."),
        (["sai-it"], "argument COMMAND: invalid choice: 'sai-it' (choose from 'say-it'). See `tradeward --help`."),
        (["say-it", "--loud"], "unrecognized arguments: --loud. See `tradeward --help`."),
        (["say-it", "--js"], "unrecognized arguments: --js. See `tradeward --help`."),
    ],
)
def test_a_mistyped_command_line_is_refused(words, line, command, capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        main.main(words)
    assert stopped.value.code == exits.BAD_INPUT
    # Python 3.12 and later write the choices without quotes.
    assert capsys.readouterr().err.replace("from say-it", "from 'say-it'") == f"tradeward: {line}\n"


def test_the_reader_may_go_away() -> None:
    """`tradeward … | head -1` ends quietly."""
    code = "import sys; from tradeward.interfaces.cli.main import main; sys.exit(main(['adjudicate', '--schema']))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == exits.CUT_OFF


def test_every_command_can_be_read_about() -> None:
    """The overview and each command's own help print on standard output and end with 0."""
    for words in ([], *([name] for name in main.COMMANDS)):
        with pytest.raises(SystemExit) as stopped:
            main.main([*words, "--help"])
        assert stopped.value.code == 0


@pytest.mark.parametrize("words", [[], ["adjudicate"]], ids=["before any command", "adjudicate"])
def test_no_framework_is_loaded_where_none_is_needed(words) -> None:
    code = f"""
import sys
from tradeward.interfaces.cli import main
if {words}:
    main._parser({words})
print("django" in sys.modules, "psycopg" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
