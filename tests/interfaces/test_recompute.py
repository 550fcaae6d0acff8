"""`tradeward recompute`: from the document alone, with no database and no network (RULES §5)."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import tradeward
from tests.interfaces.house import House
from tradeward.interfaces.cli import exits, main

EXAMPLE = Path(__file__).parents[2] / "examples/rulings/late.json"
HERE = f"tradeward {tradeward.__version__}"


@pytest.fixture
def run(capsys):
    def run(*words):
        code = main.main(["recompute", *map(str, words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_the_example_of_the_documentation_agrees(run):
    """docs/how-to/recompute.md."""
    code, out, err = run(EXAMPLE)
    lines = out.splitlines()
    assert (code, err, lines[-1]) == (exits.OK, "", "16 compared: 14 agree, 2 depart for a reason, 0 differ")
    assert lines[0].endswith(f", computed by {HERE}")
    assert [line.split(":")[0] for line in lines[1:-1]] == [
        "agrees  hash", "agrees  bytes", "agrees  contract", "agrees  signature of the buyer",
        "agrees  signature of the supplier", "agrees  finding on ship_date", "agrees  reasons", "departs  outcome",
        "departs  award", "agrees  fee_borne_by", "agrees  what the cover caps", "agrees  refund", "agrees  from held",
        "agrees  from security", "agrees  advance", "agrees  not covered",
    ]  # fmt: skip
    assert lines[9] == (
        "departs  award: USD 4,000.00; computed USD 10,000.00; the officer's reason: The buyer had asked for a later ship date."
    )


def test_it_runs_without_django_or_a_home(tmp_path):
    """Issue: offline, with the installed package alone: no socket is opened, nothing of a database imported."""
    program = """
import sys
sys.addaudithook(lambda event, args: sys.exit(event) if event.startswith("socket.") else None)
from tradeward.interfaces.cli import main
code = main.main(sys.argv[1:])
print(sorted({"django", "psycopg"} & set(sys.modules)), file=sys.stderr)
sys.exit(code)"""
    source = str(Path(tradeward.__file__).parents[1])
    env = {"PYTHONPATH": source, "TRADEWARD_HOME": "/nowhere", "DATABASE_URL": "postgres://x"}
    words = [sys.executable, "-c", program, "recompute", str(EXAMPLE)]
    done = subprocess.run(words, env=env, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (exits.OK, "[]")


def test_json_and_standard_input(run, monkeypatch):
    content = EXAMPLE.read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    code, out, _ = run("-", "--json")
    told = json.loads(out)
    assert (code, told["computed_by"], told["differ"], len(told["checks"])) == (exits.OK, HERE, 0, 16)
    assert told["checks"][-1] == {
        "what": "not covered", "verdict": "agrees", "said": "USD 0.00", "computed": "USD 0.00", "reason": "",
    }  # fmt: skip


@pytest.mark.parametrize(("was", "now"), [(b'"award":"4000.00"', b'"award":"4000.01"'), (b"Ningbo", b"ningbo")])
def test_one_changed_byte_is_red(run, tmp_path, was, now):
    """Issue: fails on one changed byte."""
    content = EXAMPLE.read_bytes()
    assert was in content
    file = tmp_path / "changed.json"
    file.write_bytes(content.replace(was, now, 1))
    code, out, _ = run(file)
    assert (code, out.splitlines()[1][:13], out.splitlines()[-1]) == (
        exits.RED,
        "differs  hash",
        "1 compared: 0 agree, 0 depart for a reason, 1 differ",
    )


def test_the_same_values_written_otherwise_are_told_and_computed_all_the_same(run, tmp_path):
    file = tmp_path / "pretty.json"
    file.write_text(json.dumps(json.loads(EXAMPLE.read_bytes()), indent=2), encoding="utf-8")
    code, out, _ = run(file)
    assert (code, out.splitlines()[2][:14], out.splitlines()[-1]) == (
        exits.RED,
        "differs  bytes",
        "16 compared: 13 agree, 2 depart for a reason, 1 differ",
    )


def test_what_is_no_ruling_is_refused(run, tmp_path):
    file = tmp_path / "case.json"
    file.write_text("{}")
    said = f'tradeward: {file}: is no exported ruling: its "format" is not "tradeward-ruling-1".\n'
    assert run(file) == (exits.BAD_INPUT, "", said)
    assert run(tmp_path / "none.json")[0] == exits.BAD_INPUT


def test_over_http_it_is_an_attachment_that_computes(house: House, run, tmp_path):
    """DESIGN §5: canonical bytes with their hash as ETag, never shown as a page."""
    path = f"/rulings/{house.shown('ruling', house.own['ruling'])}/export"
    answer = house.ask("buyer", "GET", path)
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "application/json",
        "nosniff",
    )
    assert answer["Content-Disposition"] == f'attachment; filename="ruling-{house.own["ruling"].hex}.json"'
    assert answer["ETag"] == f'"{json.loads(answer.content)["sha256"]}"'
    file = tmp_path / "ruling.json"
    file.write_bytes(answer.content)
    assert run(file)[0] == exits.OK
