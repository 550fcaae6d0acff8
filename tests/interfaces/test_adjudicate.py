"""`tradeward adjudicate`: one answer a case, whole files or nothing, and words for people."""

import io
import json
import sys
from pathlib import Path

import pytest

from tradeward.interfaces.cli import exits, main

ROOT = Path(__file__).parents[2]
DEV = ROOT / "tests/domain/data/dev_disputes.jsonl"
RULE_5 = ROOT / "examples/cases/rule_05.jsonl"
LINES = DEV.read_bytes().splitlines()


@pytest.fixture
def run(capsys):
    def run(*words):
        code = main.main(["adjudicate", *map(str, words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def written(tmp_path):
    def written(*lines, name="cases.jsonl"):
        file = tmp_path / name
        file.write_bytes(b"\n".join(lines))
        return file

    return written


def test_one_json_line_a_case_in_the_order_of_the_file(run):
    code, out, err = run("--json", DEV, RULE_5)
    told = [json.loads(line) for line in out.splitlines()]
    wanted = [json.loads(line)["id"] for line in [*LINES, *RULE_5.read_bytes().splitlines()]]
    assert (code, err, [answer["id"] for answer in told]) == (exits.OK, "", wanted)
    assert list(told[0]) == [
        "id", "status", "timeliness", "breach", "refund", "cap", "cap_applied", "from_escrow", "platform_advance",
        "inspection_fee_borne_by", "supplier_response", "escalation", "escalated_at", "why",
    ]  # fmt: skip


def test_standard_input(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LINES[0] + b"\r\n\n" + LINES[1] + b"\n")))
    code, out, _ = run("--json", "-")
    assert (code, [json.loads(line)["id"] for line in out.splitlines()]) == (exits.OK, ["D01", "D02"])


def test_in_words(run, written):
    code, out, _ = run(written(LINES[0]))
    assert (code, out) == (
        exits.OK,
        """"D01": decided, escalated by buyer at 2027-05-21T12:00:00Z; supplier's answer: in_time
  ship_date: ok, breached
  refund USD 400.00 (cap 12000.00): 400.00 from escrow, 0.00 advanced by the platform
  inspection fee: none
    r3: first answer 24 h 00 min 00 s after the opening, 72 h are allowed: in_time
    r7: claimed on 2027-05-20, after the deadline 2027-05-14
    r4: the buyer escalated 27 h 00 min 00 s after the opening; answered, nothing agreed
    r11: the order was to be shipped by 2027-05-14
    r10: the order: on_board (FOB) proves shipment: 2027-05-16 [events[0]]
    r12: the order: shipped 2027-05-16, due 2027-05-14: 2 days late
    r17: the order: 2 days x 0.5 %, at most 10 %: 400.00
    r16: paid 12,000.00, coverage 50,000.00: cap 12,000.00
    r18: award 400.00, refunded before 0.00: refund 400.00
    r19: from escrow 400.00, advance 0.00
    r20: no inspection is in the file
""",
    )


def test_a_file_with_one_bad_line_is_refused_whole(run, written):
    """Nothing is printed on standard output, and the line and the key are named."""
    bad = json.dumps({**json.loads(LINES[2]), "colour": "red"}).encode()
    file = written(LINES[0], b"", bad)
    code, out, err = run("--json", file)
    assert (code, out) == (exits.BAD_INPUT, "")
    told = json.loads(err)
    assert told["message"].startswith(f"{file}:3: colour: unknown key; known here are id, title, ")
    assert told["field"] == "colour"


def test_the_refusal_in_words_is_one_line(run, written):
    bad = json.loads(LINES[2])
    bad["order"]["currency"] = "EURO"
    file = written(json.dumps(bad).encode())
    assert run(file) == (exits.BAD_INPUT, "", f'tradeward: {file}:1: order.currency: "EURO" is not an ISO 4217 code.\n')


def test_an_id_is_unique_in_its_file(run, written):
    file = written(LINES[0], LINES[1], LINES[0])
    code, out, err = run(file)
    assert (code, out) == (exits.BAD_INPUT, "")
    assert err == f'tradeward: {file}:3: id: "D01" was there before, in {file}:1.\n'


def test_two_files_may_use_the_same_id(run, written):
    one, other = written(LINES[0], name="one.jsonl"), written(LINES[0], name="other.jsonl")
    code, out, _ = run("--json", one, other)
    assert (code, [json.loads(line)["id"] for line in out.splitlines()]) == (exits.OK, ["D01", "D01"])


def test_a_file_that_is_not_there(run, tmp_path):
    code, out, err = run(tmp_path / "none.jsonl")
    assert (code, out) == (exits.BAD_INPUT, "")
    assert err.startswith(f"tradeward: {tmp_path / 'none.jsonl'}: No such file or directory.")


def test_no_file_is_refused_with_the_way_out(run):
    told = "tradeward: name a file of cases, - for standard input, or --schema for their form.\n"
    assert run() == (exits.BAD_INPUT, "", told)


def test_an_empty_file_holds_no_case(run, written):
    assert run("--json", written(b"")) == (exits.OK, "", "")


def test_the_form_is_printed(run):
    code, out, _ = run("--schema")
    assert (code, json.loads(out)["title"]) == (exits.OK, "Dispute case and answer, profile seed, v2")


def test_score_of_all_worked_cases(run):
    """The data set and our own cases for every rule, by our own comparison."""
    files = [DEV, *sorted((ROOT / "examples/cases").glob("*.jsonl"))]
    count = sum(len(file.read_bytes().splitlines()) for file in files)
    assert run("--score", *files) == (exits.OK, f"{count} of {count} cases right\n", "")


def test_score_says_what_differs(run, written):
    case = json.loads(LINES[0])
    case["expected"] |= {"refund": "400.0", "cap_applied": 0, "colour": "red"}
    file = written(json.dumps(case).encode(), LINES[1])
    code, out, _ = run("--score", file)
    assert code == exits.RED
    assert out == (
        '"D01": refund: "400.00", expected "400.0"; cap_applied: false, expected 0; colour: missing, expected "red"\n'
        "1 of 2 cases right\n"
    )
    code, out, _ = run("--score", "--json", file)
    told = json.loads(out)
    assert (code, told["cases"], told["right"], [each["id"] for each in told["differ"]]) == (exits.RED, 2, 1, ["D01"])


def test_score_needs_an_expected_answer(run, written):
    case = json.loads(LINES[0])
    del case["expected"]
    told = 'tradeward: case "D01" has no key expected to compare with.\n'
    assert run("--score", written(json.dumps(case).encode())) == (exits.BAD_INPUT, "", told)
