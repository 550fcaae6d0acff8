"""`tradeward lint`: contracts and single terms, three ways of printing, and what is refused."""

import io
import json
import sys
from pathlib import Path

import pytest

from tradeward.interfaces.cli import exits, main

ROOT = Path(__file__).parents[2]
KETTLES = ROOT / "examples/contracts/kettles.md"
DEV = ROOT / "tests/domain/data/dev_terms.jsonl"


@pytest.fixture
def run(capsys):
    def run(*words):
        code = main.main(["lint", *map(str, words)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def written(tmp_path):
    def written(content, name="contract.txt"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return written


def test_terms_one_line_each_in_their_order(run):
    code, out, err = run("--terms", DEV)
    told = [json.loads(line) for line in out.splitlines()]
    assert (code, err, [term["id"] for term in told]) == (
        exits.OK,
        "",
        [json.loads(line)["id"] for line in DEV.read_text().splitlines()],
    )
    assert {key for term in told for key in term} == {"id", "labels"}
    assert {key for term in told for label in term["labels"] for key in label} == {"category", "start", "end"}


def test_terms_from_standard_input_without_context(run, monkeypatch):
    lines = b'{"id": 7, "text": "\xf0\x9f\x98\x80 Ship soon."}\r\n\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    assert run("--terms", "-") == (
        exits.OK,
        '{"id": 7, "labels": [{"category": "VAGUE_TIME", "start": 7, "end": 11}]}\n',
        "",
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not JSON"),
        ("[]", "an object with id, text and context"),
        ('{"text": "a"}', "id: must be a text or a whole number"),
        ('{"id": true, "text": "a"}', "id: must be a text or a whole number"),
        ('{"id": "a"}', "text: must be a text"),
        ('{"id": "a", "text": 5}', "text: must be a text"),
        ('{"id": "a", "text": "b", "context": "weather"}', "context: must be one of quality, shipping"),
        ('{"id": "a", "text": "b", "id": "c"}', "there twice"),
        (json.dumps({"id": "a", "text": "b" * 10_001}), "10,001 characters, at most 10,000"),
        ('{"id": "first", "text": "again"}', "was there before"),
        (b'{"id": "a", "text": "\xff"}', "not UTF-8"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bad_term(run, written, line, told):
    """Nothing is printed for any line, and the line is named."""
    line = line if isinstance(line, bytes) else line.encode()
    file = written(b'{"id": "first", "text": "Ship soon."}\n' + line, "terms.jsonl")
    code, out, err = run("--terms", file)
    assert (code, out) == (exits.BAD_INPUT, "")
    assert err.startswith(f"tradeward: {file}:2: ")
    assert told in err
    assert err.count("\n") == 1


def test_a_contract_in_words(run):
    code, out, _ = run(KETTLES)
    lines = out.splitlines()
    assert code == exits.OK
    assert lines[0] == f"{KETTLES}:5:37: high SUBJECTIVE: “high quality”"
    assert lines[-1] == "23 findings: 12 high, 9 medium, 2 low"
    assert len(lines) == 2 * 23 + 1


def test_every_category_but_four_stands_in_the_example(run):
    """The example is a catalogue of mistakes."""
    _, out, _ = run("--json", KETTLES)
    (told,) = json.loads(out)
    assert len({finding["category"] for finding in told["findings"]}) == 19


def test_a_contract_as_json(run, written):
    code, out, _ = run("--json", written("Ship soon.\nDeposit $5.\n"))
    (told,) = json.loads(out)
    assert code == exits.OK
    assert list(told["findings"][0]) == [
        "category", "severity", "start", "end", "line", "column", "page", "context", "span", "rule", "why", "mend", "proposal",
    ]  # fmt: skip
    assert [(each["category"], each["line"], each["proposal"]) for each in told["findings"]] == [
        ("VAGUE_TIME", 1, None),
        ("CURRENCY", 2, {"kind": "amount", "amount": "5", "currency": None}),
    ]


def test_a_contract_as_sarif(run, written):
    file = written("Ship soon.\n")
    _, out, _ = run("--format", "sarif", file)
    log = json.loads(out)
    (result,) = log["runs"][0]["results"]
    assert (log["version"], log["runs"][0]["columnKind"], len(log["runs"][0]["tool"]["driver"]["rules"])) == (
        "2.1.0",
        "unicodeCodePoints",
        22,
    )
    assert (result["ruleId"], result["level"]) == ("VAGUE_TIME", "error")
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": str(file)},
        "region": {"startLine": 1, "startColumn": 6, "charOffset": 5, "charLength": 4},
    }


@pytest.mark.parametrize(
    ("text", "severity", "code"),
    [
        ("Ship soon.", "high", exits.RED),
        ("Deposit $5.", "high", exits.OK),
        ("Deposit $5.", "medium", exits.RED),
        ("Deposit $5.", "low", exits.RED),
        ("Bring nails etc.", "medium", exits.OK),
        ("Bring nails etc.", "low", exits.RED),
        ("The contract has 6 pages.", "low", exits.OK),
    ],
)
def test_fail_on(run, written, text, severity, code):
    assert run("--fail-on", severity, written(text))[0] == code


def test_explain(run):
    code, out, _ = run("--explain", "no_tolerance")
    assert code == exits.OK
    assert out.splitlines()[:2] == ["NO_TOLERANCE (medium)", "A physical quantity as one exact value."]
    assert json.loads(run("--json", "--explain", "NO_TOLERANCE")[1])["category"] == "NO_TOLERANCE"


def test_explain_of_no_category_names_them_all(run):
    code, _, err = run("--explain", "NICE")
    assert (code, "there are SUBJECTIVE, COMPARATIVE" in err) == (exits.BAD_INPUT, True)


def test_terms_of_a_json_contract(run, written):
    file = written('{"terms": [{"text": "Ship soon."}, {"text": "Deposit $5."}]}', "contract.json")
    assert [finding["category"] for finding in json.loads(run("--json", file)[1])[0]["findings"]] == [
        "VAGUE_TIME",
        "CURRENCY",
    ]


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"\x7fELF\x02", "contract.txt", "bytes are those of a program file"),
        (b"\x89PNG\r\n", "contract.pdf", "bytes are those of an image file"),
        (b"Ship soon.", "contract.docx", "its name ends in .docx but its bytes are not of that kind"),
        (b"Ship soon.", "contract.pdf", "its name ends in .pdf but its bytes are not of that kind"),
        (b"first line\nGr\xf6\xdfe", "contract.txt", "line 2: byte 14 is not UTF-8"),
        (b"caf\xc3\xa9 caf\xe9", "contract.txt", "is not UTF-8"),
        (b"a\x00b", "contract.txt", "control character U+0000"),
        ("pay \u202e005 DSU".encode(), "contract.txt", "turns the direction of reading"),
        (b"", "contract.txt", "no text in it"),
        (b"1 2 3", "contract.txt", "no text in it"),
        (b'{"terms": 5}', "contract.json", "must be"),
        (b"{", "contract.json", "not JSON"),
        (b"[" * 100_000, "contract.json", "nested too deeply"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_bad_file(run, written, content, name, told):
    file = written(content, name)
    code, out, err = run(file)
    assert (code, out) == (exits.BAD_INPUT, "")
    assert str(file) in err
    assert told in err
    assert err.count("\n") == 1


def test_other_encodings_that_say_so(run, written):
    for encoding in ("utf-8-sig", "utf-16"):
        assert "VAGUE_TIME" in run(written("Ship soon.".encode(encoding)))[1]


def test_right_to_left_text_is_read_as_it_stands(run, written):
    code, out, _ = run(written("يتم الشحن قريبا. Ship soon."))
    assert (code, "“soon”" in out) == (exits.OK, True)


def test_no_file_and_missing_file(run, tmp_path):
    assert run()[0] == exits.BAD_INPUT
    assert run(tmp_path / "none.txt")[0] == exits.BAD_INPUT
