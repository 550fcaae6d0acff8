"""The changes that measure the tests: each kind once, made where it says, and the code is as it was otherwise."""

import ast

import pytest

from tests.architecture import mutants

CODE = '''
def f(row, left: int | None) -> int:
    """One."""
    assert left == 1, "never"
    if not row.open and left < 2:
        raise ValueError(left + 1)
    row.state = "paid"
    row.minor += 3
    post(row)
    return min(left, 4) if row.flag is True else left * 5
'''
CHANGED = [
    (5, "if → if not", "if not (not row.open and left < 2):"),
    (5, "And → Or", "if not row.open or left < 2:"),
    (5, "not left out", "if not not row.open and left < 2:"),
    (5, "Lt → LtE", "if not row.open and left <= 2:"),
    (5, "2 → 3", "if not row.open and left < 3:"),
    (7, "left out", "pass"),
    (7, "'paid' → 'paid_'", "row.state = 'paid_'"),
    (8, "left out", "pass"),
    (8, "Add → Sub", "row.minor -= 3"),
    (8, "3 → 4", "row.minor += 4"),
    (9, "left out", "pass"),
    (10, "if → if not", "return min(left, 4) if not row.flag is True else left * 5"),
    (10, "Is → IsNot", "return min(left, 4) if row.flag is not True else left * 5"),
    (10, "True → False", "return min(left, 4) if row.flag is False else left * 5"),
    (10, "min → max", "return max(left, 4) if row.flag is True else left * 5"),
    (10, "4 → 5", "return min(left, 5) if row.flag is True else left * 5"),
    (10, "Mult → FloorDiv", "return min(left, 4) if row.flag is True else left // 5"),
    (10, "5 → 6", "return min(left, 4) if row.flag is True else left * 6"),
]


def test_every_change_of_a_piece_of_code():
    """What explains, refuses or cannot happen is left as it is: no rule hangs on it."""
    found = [(line, what) for line, what, _ in mutants.changes(ast.parse(CODE))]
    assert sorted(found) == sorted((line, what) for line, what, _ in CHANGED)


@pytest.mark.parametrize(("line", "what", "changed"), CHANGED, ids=lambda one: str(one))
def test_a_change_is_made_and_nothing_else(line, what, changed):
    tree = ast.parse(CODE)
    [make] = [change for at, kind, change in mutants.changes(tree) if (at, kind) == (line, what)]
    make()
    before, after = ast.unparse(ast.parse(CODE)).splitlines(), ast.unparse(ast.fix_missing_locations(tree)).splitlines()
    assert [new.strip() for old, new in zip(before, after, strict=True) if old != new] == [changed]


def test_a_sample_has_its_share_of_each_file_and_is_the_same_again(tmp_path):
    every = {}
    for name, count in (("a", 30), ("b", 9), ("c", 1)):
        path = tmp_path / f"{name}.py"
        every[path] = [mutants.Mutant(path, n, n, "") for n in range(count)]
    drawn = mutants.sample(every, count=8, seed=1)
    assert sorted(one.path.stem for one in drawn) == [*"aaaaaabbc"]
    assert drawn == mutants.sample(every, count=8, seed=1) != mutants.sample(every, count=8, seed=2)
