"""Random postings against a model of two dictionaries: balances by account, entries by key (RULES §7)."""

import itertools

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.ledger.conftest import AT
from tradeward.domain.entries import Entry, Row
from tradeward.ledger import book, statements

KINDS = ("held:a", "held:b", "payable:a", "debt_supplier:a", "bank", "fees")
NORMAL = {"held": -1, "payable": -1, "debt_supplier": 1}
"""The side of each floored kind: 1 never below zero, -1 never above."""
_run = itertools.count(1)

rows = st.builds(
    lambda pair, minor, currency: (*pair, currency, minor),
    st.permutations(KINDS).map(lambda names: tuple(names[:2])),
    st.integers(1, 30),
    st.sampled_from(["USD", "USD", "JPY"]),
)
entries = st.lists(st.lists(rows, min_size=1, max_size=3), min_size=1, max_size=3)


class Ledger(RuleBasedStateMachine):
    """Calls of one to three entries of one to three rows, on accounts of its own and on the hot ones."""

    def __init__(self):
        super().__init__()
        self.run = next(_run)
        self.balances = {}
        self.written = {}
        self.hot = {(kind, code): book.balance(kind, code) for kind in ("bank", "fees") for code in ("USD", "JPY")}

    def name(self, kind):
        return f"{kind}{self.run}" if ":" in kind else kind

    def entry(self, key, drawn):
        return Entry("move", key, tuple(Row(self.name(d), self.name(c), code, minor) for d, c, code, minor in drawn))

    def after(self, call):
        """The balances after all entries of the call that are new, or None if that overdraws an account."""
        balances = dict(self.balances)
        for row in (row for entry in call if entry.key not in self.written for row in entry.rows):
            for name, change in ((row.debit, row.minor), (row.credit, -row.minor)):
                balances[name, row.currency] = balances.get((name, row.currency), 0) + change
        overdrawn = any(minor * NORMAL.get(name.split(":")[0], 0) < 0 for (name, _), minor in balances.items())
        return None if overdrawn else balances

    @rule(drawn=entries)
    def post(self, drawn):
        call = [self.entry(f"m{self.run}.{len(self.written)}.{n}", rows) for n, rows in enumerate(drawn)]
        balances = self.after(call)
        try:
            book.post(call, at=AT, subject=f"machine{self.run}")
        except book.Overdrawn:
            assert balances is None
        else:
            assert balances is not None
            self.balances = balances
            self.written.update({entry.key: entry for entry in call})

    @precondition(lambda self: self.written)
    @rule(data=st.data())
    def post_again(self, data):
        entry = self.written[data.draw(st.sampled_from(sorted(self.written)))]
        book.post([entry], at=AT, subject=f"machine{self.run}")

    @precondition(lambda self: self.written)
    @rule(data=st.data(), drawn=st.lists(rows, min_size=1, max_size=2))
    def reuse_a_key(self, data, drawn):
        key = data.draw(st.sampled_from(sorted(self.written)))
        entry = self.entry(key, drawn)
        if entry != self.written[key]:
            try:
                book.post([entry], at=AT, subject=f"machine{self.run}")
            except book.KeyReused:
                return
            raise AssertionError("a key was reused")

    @rule()
    def roll_up(self):
        book.roll_up()

    @invariant()
    def balances_are_the_models(self):
        names = {self.name(kind) for kind in KINDS}
        there = {key: minor - self.hot.get(key, 0) for key, minor in book.balances(sorted(names)).items()}
        assert {key: minor for key, minor in there.items() if minor} == {k: m for k, m in self.balances.items() if m}

    def teardown(self):
        assert statements.checks() == []


def test_the_ledger_does_what_two_dictionaries_do(books):
    """RULES §7: balanced, floored, once per key, all or nothing, for any sequence of calls."""
    run_state_machine_as_test(Ledger, settings=settings(max_examples=30, stateful_step_count=20, deadline=None))
