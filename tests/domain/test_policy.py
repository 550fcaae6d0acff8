"""The closed list of policy keys, and the profiles that ship (RULES, introduction and §10)."""

import dataclasses
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradeward.domain import policy, policy_keys
from tradeward.domain.policy import KEYS, Policy
from tradeward.domain.refusals import RuleBroken

ROOT = Path(__file__).parents[2]
STANDARD = Policy.load("standard")
UNITS = ("hours", "days", "months", "bp", "minor", "count", "megabytes", "day")


def changed(**values: policy_keys.Value) -> str:
    return policy.profile_text(values)


def test_standard_is_the_defaults() -> None:
    """RULES §10: `standard` is the rules as they stand."""
    assert {name: getattr(STANDARD, name) for name in KEYS} == {name: key.default for name, key in KEYS.items()}


def test_seed_differs_in_what_the_rules_say_and_nothing_else() -> None:
    """RULES §10: cap on the refund, cover = order value, silence-only escalation, settle until escalated, advance."""
    seed = Policy.load("seed")
    assert {n: getattr(seed, n) for n in KEYS if getattr(seed, n) != getattr(STANDARD, n)} == {
        "exposure": "value",
        "escalates_when": "unanswered",
        "settle_until": "escalated",
        "settlement_advance": True,
        "coverage_cap": "refund",
    }


def test_the_numbers_of_the_founding_text_hold_in_both_profiles() -> None:
    """RULES §1 S3, S4, S8: 3 days to answer, 7 to escalation, 15 to examine; ship date and quality are covered."""
    for name in policy.profiles():
        held = Policy.load(name)
        assert (held.answer_hours, held.escalation_hours, held.examine_days) == (72, 168, 15)
        assert {"ship_date", "quality"} <= set(held.covered_grounds)


def test_the_reference_is_the_list() -> None:
    """R10.1: RULES, introduction: type, bounds, default, §, scope of every key, and profiles that hold each key once."""
    page = (ROOT / "docs/reference/policy.md").read_text(encoding="utf-8")
    assert page == policy.reference(), "write policy.reference() to docs/reference/policy.md"
    for name in policy.profiles():
        path = ROOT / f"src/tradeward/domain/profiles/{name}.toml"
        assert list(tomllib.loads(path.read_text(encoding="utf-8"))) == list(KEYS)


def test_every_number_has_its_unit_in_its_name() -> None:
    """RULES, introduction: lower_snake, the unit last."""
    numbers = [name for name, key in KEYS.items() if isinstance(key, policy_keys.Whole)]
    assert [name for name in numbers if name.rsplit("_", 1)[1] not in UNITS] == []
    assert [name for name in KEYS if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []
    assert [name for name, key in KEYS.items() if not re.match(r"§[1-9]", key.rule)] == []


@pytest.mark.parametrize("name", list(KEYS))
def test_a_missing_key_is_refused_by_name(name: str) -> None:
    """RULES, introduction: the list is closed, and whole."""
    lines = [line for line in changed().splitlines() if not line.startswith(f"{name} = ")]
    with pytest.raises(RuleBroken, match=rf"^policy key {name} is missing \(default: ") as caught:
        Policy.parse("\n".join(lines))
    assert caught.value.field == name


@pytest.mark.parametrize("name", [name for name, key in KEYS.items() if isinstance(key, policy_keys.Whole)])
@pytest.mark.parametrize("wrong", ["below", "above", "7.5", '"7"', "true", "[7]"])
def test_a_number_out_of_bounds_or_of_another_type_is_refused_by_name(name: str, wrong: str) -> None:
    """R10.1: RULES, introduction: type and bounds."""
    key = KEYS[name]
    assert isinstance(key, policy_keys.Whole)
    value = {"below": str(key.low - 1), "above": str(key.high + 1)}.get(wrong, wrong)
    text = re.sub(rf"(?m)^{name} = \S+", f"{name} = {value}", changed())
    with pytest.raises(RuleBroken, match=f"it must be a whole number from {key.low} to {key.high}, RULES §") as caught:
        Policy.parse(text)
    assert caught.value.field == name


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("escalates_when", '"never"', "it must be one of unsettled, unanswered, RULES §5"),
        ("escalates_when", "1", "it must be one of unsettled, unanswered, RULES §5"),
        ("settlement_advance", "1", "it must be true or false, RULES §5"),
        ("settlement_advance", '"true"', "it must be true or false, RULES §5"),
        (
            "covered_grounds",
            "[]",
            "it must be a list of at least 1 of ship_date, quality, quantity, packaging, documents",
        ),
        ("covered_grounds", '["quality", "quality"]', "it must be a list of at least 1 of "),
        ("covered_grounds", '["colour"]', "it must be a list of at least 1 of "),
        ("covered_grounds", "[1]", "it must be a list of at least 1 of "),
        ("covered_grounds", '"quality"', "it must be a list of at least 1 of "),
        ("covered_grounds", "[[1]]", "it must be a list of at least 1 of "),
        ("weekend", '["someday"]', "it must be a list of at least 0 of monday, "),
        ("holidays", '["2026-02-30"]', "it must be a list of different dates, written YYYY-MM-DD, RULES §2"),
        ("holidays", '["20260301"]', "it must be a list of different dates, written YYYY-MM-DD, RULES §2"),
        ("holidays", "[2026-03-01]", "it must be a list of different dates, written YYYY-MM-DD, RULES §2"),
        (
            "holidays",
            '["2026-03-01", "2026-03-01"]',
            "it must be a list of different dates, written YYYY-MM-DD, RULES §2",
        ),
        ("holidays", '"2026-03-01"', "it must be a list of different dates, written YYYY-MM-DD, RULES §2"),
        ("operator_zone", '"Mars/Olympus"', "it must be an IANA time zone, RULES §2"),
        ("operator_zone", "8", "it must be an IANA time zone, RULES §2"),
        ("policy_currency", '"usd"', "it must be an ISO 4217 currency code, RULES §3"),
        ("policy_currency", "840", "it must be an ISO 4217 currency code, RULES §3"),
    ],
)
def test_a_word_that_is_not_on_the_list_is_refused_by_name(name: str, value: str, says: str) -> None:
    """RULES, introduction: type and bounds of what is no number."""
    text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", changed())
    with pytest.raises(RuleBroken, match=re.escape(says)) as caught:
        Policy.parse(text)
    assert caught.value.field == name


def test_an_unknown_key_a_broken_file_and_an_unknown_profile_are_refused_by_name() -> None:
    """R10.1: RULES, introduction: the list is closed."""
    with pytest.raises(RuleBroken, match="policy key answer_hour is unknown; the list is docs/reference/policy.md"):
        Policy.parse(changed() + "answer_hour = 72\n")
    with pytest.raises(RuleBroken, match="the profile is no TOML file: "):
        Policy.parse("answer_hours = ")
    with pytest.raises(RuleBroken, match="there is no profile '../seed'; there are seed, standard"):
        Policy.load("../seed")


@pytest.mark.parametrize(("low", "high"), policy._ORDERED)
def test_two_keys_that_contradict_each_other_are_refused(low: str, high: str) -> None:
    """RULES, introduction: a policy is refused whole, by the first of the two names."""
    values = {name: getattr(STANDARD, name) for name in KEYS}
    assert values[low] <= values[high]
    with pytest.raises(RuleBroken, match=f"policy keys {low} and {high}: the first may not exceed the second"):
        dataclasses.replace(STANDARD, **{low: values[high] + 1})


def test_the_weights_of_performance_make_a_whole_and_a_week_has_a_working_day() -> None:
    """RULES §3, §2: refused whole."""
    with pytest.raises(RuleBroken, match="must sum to 10000"):
        Policy.parse(changed(weight_on_time_bp=4_001))
    with pytest.raises(RuleBroken, match="leave one to work on"):
        Policy.parse(changed(weekend=tuple("monday tuesday wednesday thursday friday saturday sunday".split())))


def test_the_calendar_is_the_operators() -> None:
    """RULES §2: weekend and holidays are policy."""
    calendar = Policy.parse(changed(weekend=("friday",), holidays=("2026-03-02",))).calendar()
    assert [calendar.is_working(date(2026, 3, day)) for day in (1, 2, 3, 6, 7)] == [True, False, True, False, True]


def test_an_order_freezes_the_keys_of_its_scope_as_strings() -> None:
    """RULES, introduction: scope `order` is frozen into an order at its last signature."""
    frozen = Policy.load("seed").frozen()
    assert set(frozen) == {name for name, key in KEYS.items() if key.scope == "order"}
    assert {n: frozen[n] for n in ("answer_hours", "coverage_cap", "settlement_advance", "covered_grounds")} == {
        "answer_hours": "72",
        "coverage_cap": "refund",
        "settlement_advance": "true",
        "covered_grounds": "ship_date quality quantity",
    }


def test_a_thawed_policy_has_its_own_order_keys_and_todays_market_keys() -> None:
    """R10.1: RULES, introduction: scope `market` is today's."""
    today = Policy.parse(changed(fund_ratio_bp=3_000, holidays=("2026-03-02",), answer_hours=96))
    thawed = Policy.thaw(Policy.load("seed").frozen(), today=today)
    assert (thawed.answer_hours, thawed.coverage_cap) == (72, "refund")
    assert (thawed.fund_ratio_bp, thawed.holidays) == (3_000, ("2026-03-02",))
    assert thawed == Policy.thaw(thawed.frozen(), today=today)


def test_a_key_younger_than_the_order_has_its_default() -> None:
    """RULES, introduction: an old order does not take today's value of a key that it never knew."""
    frozen = Policy.load("seed").frozen()
    del frozen["coverage_cap"]
    assert Policy.thaw(frozen, today=Policy.load("seed")).coverage_cap == "advance"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("fund_ratio_bp", "2000", "policy key fund_ratio_bp is not one that an order freezes"),
        ("nonsense", "1", "policy key nonsense is not one that an order freezes"),
        ("answer_hours", "72.0", "policy key answer_hours is '72.0': it must be a whole number"),
        ("answer_hours", "７２", "policy key answer_hours is '７２': it must be a whole number"),
        ("answer_hours", "-1", "policy key answer_hours is '-1': it must be a whole number"),
        ("settlement_advance", "yes", "policy key settlement_advance is 'yes': it must be true or false"),
    ],
)
def test_what_an_order_cannot_have_frozen_is_refused(name: str, text: str, says: str) -> None:
    """RULES, introduction: strings are checked like a profile."""
    with pytest.raises(RuleBroken, match=re.escape(says)):
        Policy.thaw(STANDARD.frozen() | {name: text}, today=STANDARD)


@settings(max_examples=30)
@given(st.data())
def test_every_value_survives_the_profile_and_the_freezer(data: st.DataObject) -> None:
    """RULES, introduction: what is in bounds is taken, stored as a string and read back as it was."""
    drawn: dict[str, policy_keys.Value] = {}
    held = {n for pair in policy._ORDERED for n in pair} | {n for n in KEYS if n.startswith("weight_")}
    for name, key in KEYS.items():
        if isinstance(key, policy_keys.Whole) and name not in held:
            drawn[name] = data.draw(st.integers(key.low, key.high), label=name)
        elif isinstance(key, policy_keys.Flag):
            drawn[name] = data.draw(st.booleans(), label=name)
        elif isinstance(key, policy_keys.Choice) and type(key) is policy_keys.Choice:
            drawn[name] = data.draw(st.sampled_from(key.options), label=name)
    parsed = Policy.parse(changed(**drawn))
    assert {name: getattr(parsed, name) for name in drawn} == drawn
    assert Policy.thaw(parsed.frozen(), today=parsed) == parsed
