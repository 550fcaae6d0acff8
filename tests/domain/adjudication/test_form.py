"""The JSON form: every key is read, everything else is refused by name with its place."""

import copy
import json
import random
from contextlib import suppress
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.adjudication import cases
from tests.domain.adjudication.cases import FULL, REMOVED
from tradeward.domain.adjudication.form import reading, strict_json
from tradeward.domain.refusals import RuleBroken


def refusal(value: Any) -> str:
    with pytest.raises(RuleBroken) as refused:
        reading.case_of(value=value)
    message = str(refused.value)
    assert refused.value.field is None or message.startswith(f"{refused.value.field}: ")
    return message


def test_a_case_with_every_key_is_read():
    assert reading.case_of(value=FULL).id == "F1"


def objects(value: Any, path: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Every object of a case with its path, but those whose keys are free."""
    found = []
    if isinstance(value, dict):
        found.append((path, value))
        for key, inner in value.items():
            if key not in ("expected", "measurements", "results", "fx_at_order"):
                found += objects(inner, f"{path}.{key}" if path else key)
    if isinstance(value, list):
        for n, inner in enumerate(value):
            found += objects(inner, f"{path}.{n}")
    return found


OBJECTS = [path for path, _ in objects(FULL)]


@pytest.mark.parametrize("path", OBJECTS)
def test_an_unknown_key_is_refused_by_name_in_every_object(path):
    told = refusal(cases.changed(FULL, f"{path}.colour" if path else "colour", "red"))
    at = "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in path.split("."))[1:]
    assert told.startswith(
        f"{at}.colour: unknown key; known here are " if at else "colour: unknown key; known here are "
    )


REQUIRED = """id order payments coverage events inspections claim as_of order.currency order.value order.coverage_type
    order.quantity order.unit order.incoterm order.ship_date order.ship_tz order.buyer_tz order.terms
    order.lots.0.ship_date order.lots.0.value order.force_majeure_clause.notice_days order.late_ld.pct_per_day
    order.late_ld.cap_pct order.terms.0.id order.terms.1.id order.terms.1.standard order.terms.1.aql order.terms.2.id
    order.terms.2.text order.terms.3.id order.terms.3.text order.terms.4.id order.terms.4.ordered payments.0.at
    payments.0.amount payments.0.kind payments.0.state refunds_already_made.0.at refunds_already_made.0.amount
    coverage.limit coverage.currency coverage.other_claims.0.ref coverage.other_claims.0.amount
    coverage.other_claims.0.status events.0.evidence events.3.at events.3.new_date events.3.signed_by events.4.start
    events.4.end events.4.notice events.4.certificate events.5.at events.6.at events.7.quantity events.8.at
    events.8.answer events.8.amount events.9.at events.10.at inspections.0.inspector inspections.0.accredited
    inspections.0.accredited_until inspections.0.date inspections.0.sample_size claim.opened_at claim.grounds
    claim.remedy order.fx_at_order""".split()


@pytest.mark.parametrize("path", REQUIRED)
def test_a_missing_key_is_refused_by_name(path):
    at = "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in path.split("."))[1:]
    assert refusal(cases.changed(FULL, path, REMOVED)).startswith(f"{at}: required")


OPTIONAL = """title edge why refunds_already_made order.goods order.ship_event order.shipments
    order.force_majeure_clause order.late_ld order.terms.0.property order.terms.0.unit order.terms.0.method
    order.terms.0.aggregate order.terms.0.min order.terms.0.max order.terms.1.level order.terms.1.state
    order.terms.1.aql.minor order.terms.4.tol_minus_pct order.terms.4.tol_plus_pct order.inspection_fee_rule
    refunds_already_made.0.from coverage.other_claims events.0.lot events.3.lot events.7.date events.8.evidence
    events.9.amount inspections.0.related_to inspections.0.lot inspections.0.lot_size inspections.0.after_rework
    inspections.0.defects inspections.0.nonconforming_units inspections.0.measurements inspections.0.results claim.terms
    claim.amount expected""".split()


@pytest.mark.parametrize("path", OPTIONAL)
def test_an_optional_key_may_be_missing_and_never_null(path):
    cases.judged(cases.changed(FULL, path, REMOVED))
    nullable = {"order.force_majeure_clause", "order.late_ld", "inspections.0.related_to"}
    value = cases.changed(FULL, path, None)
    if path in nullable:
        cases.judged(value)
    else:
        assert ": null is n" in refusal(value)


VALUES = [
    ("id", "", "id: the text is empty"),
    ("id", 5, "id: 5 is not a text"),
    ("id", "\ud800", "id: the text holds half a character (a lone surrogate)"),
    ("edge", "late", 'edge: "late" is not a list'),
    ("expected", [], "expected: [] is not an object"),
    ("order", [], "order: [] is not an object"),
    ("order.currency", "usd", 'order.currency: "usd" is not an ISO 4217 code'),
    ("order.currency", ["USD"], 'order.currency: ["USD"] is not a currency code'),
    ("order.value", 10000, 'order.value: 10000 is not an amount written as a text such as "170.99"'),
    ("order.value", "-1", 'order.value: "-1" is not an amount written as a text such as "170.99"'),
    ("order.value", "1,000.00", 'order.value: "1,000.00" is not an amount written as a text such as "170.99"'),
    ("order.value", "1e3", 'order.value: "1e3" is not an amount written as a text such as "170.99"'),
    (
        "order.value",
        "\u0661\u0662",
        'order.value: "\\u0661\\u0662" is not an amount written as a text such as "170.99"',
    ),
    ("order.value", "10000.00\n", 'order.value: "10000.00\\n" is not an amount written as a text such as "170.99"'),
    ("order.value", "10000.001", 'order.value: "10000.001": EUR has 2 digits after the point'),
    ("order.value", "9" * 61, "order.value: the number has more than 60 digits"),
    ("order.value", "10000.01", "order.lots: the values of the lots do not sum to order.value"),
    ("order.coverage_type", "both", 'order.coverage_type: "both" is not one of pre_shipment, post_delivery'),
    ("order.quantity", 1000, "order.quantity: 1000 is not a decimal number, not negative, written as a text such as"),
    ("order.incoterm", "FOBNingbo", 'order.incoterm: "FOBNingbo" does not begin with one of CFR, CIF, CIP'),
    ("order.incoterm", "fob Ningbo", 'order.incoterm: "fob Ningbo" does not begin with one of CFR, CIF, CIP'),
    ("order.incoterm", "DAT Hamburg", 'order.incoterm: "DAT Hamburg" does not begin with one of CFR, CIF, CIP'),
    (
        "order.ship_event",
        "received_for_shipment",
        'order.ship_event: "received_for_shipment" is not one of at_disposal',
    ),
    ("order.ship_event", "collected", 'order.ship_event: "collected" is not one of at_disposal'),
    ("order.ship_date", "2027-02-29", "order.ship_date: 2027-02-29 is not a day of the calendar"),
    ("order.ship_date", "2027-6-10", 'order.ship_date: "2027-6-10" is not a date such as 2027-05-14'),
    ("order.ship_date", "0999-01-01", "order.ship_date: 0999-01-01 is not between the years 1971 and 2198"),
    ("order.ship_tz", "Shanghai", 'order.ship_tz: "Shanghai" is not an IANA zone such as Asia/Shanghai'),
    ("order.ship_tz", "Asia/Shangai", 'order.ship_tz: "Asia/Shangai" is not in the time zone database'),
    ("order.ship_tz", "America/Argentina", 'order.ship_tz: "America/Argentina" is not in the time zone database'),
    ("order.ship_tz", "right/UTC", 'order.ship_tz: "right/UTC" is not an IANA zone such as Asia/Shanghai'),
    ("order.ship_tz", "../etc/passwd", 'order.ship_tz: "../etc/passwd" is not an IANA zone such as Asia/Shanghai'),
    ("order.shipments", 0, "order.shipments: 0 is not a whole number of at least 1"),
    ("order.shipments", True, "order.shipments: true is not a whole number of at least 1"),
    ("order.shipments", "2", 'order.shipments: "2" is not a whole number of at least 1'),
    ("order.partial_shipment_allowed", 1, "order.partial_shipment_allowed: 1 is neither true nor false"),
    ("order.partial_shipment_allowed", REMOVED, "order.lots: needs the key partial_shipment_allowed beside it"),
    ("order.lots", [], "order.lots: the list is empty"),
    ("order.terms.0", {"id": "m1"}, "order.terms[0]: is not an object with a kind"),
    ("order.terms.0.kind", "gauge", 'order.terms[0].kind: "gauge" is not one of measure, sampling, pass_fail, vague'),
    ("order.terms.0.kind", "vague", "order.terms[0].property: unknown key; known here are id, kind, text"),
    ("order.terms.0", {"id": "m1", "kind": "measure"}, "order.terms[0]: needs min, max or both"),
    ("order.terms.1.aql", {}, "order.terms[1].aql: names no class; known are critical, major, minor"),
    ("order.terms.1.aql.major", "2.50", 'order.terms[1].aql.major: "2.50" is not one of none_allowed, 0.010'),
    ("order.terms.1.level", "IV", 'order.terms[1].level: "IV" is not one of S-1, S-2, S-3, S-4, I, II, III'),
    ("order.terms.2.id", "m1", 'order.terms: the id "m1" is there 2 times'),
    ("order.terms.5", {"id": "n2", "kind": "quantity", "ordered": "1"}, "order.terms: more than one quantity term"),
    ("order.fx_at_order", {}, "order.fx_at_order: {} is not an object with one rate"),
    (
        "order.fx_at_order",
        {"USD/EUR": "1"},
        'order.fx_at_order."USD/EUR": unknown key; a rate is named like USD_per_EUR',
    ),
    ("order.fx_at_order", {"USD_per_EUR": "0.0"}, "order.fx_at_order.USD_per_EUR: the rate is zero"),
    ("order.fx_at_order", {"EUR_per_USD": "1"}, "order.fx_at_order.EUR_per_USD: unknown key; the rate is USD_per_EUR"),
    ("coverage.currency", "EUR", "order.fx_at_order: not wanted: coverage and order are both in EUR"),
    ("payments.0.at", "2027-04-01T08:00:00", 'payments[0].at: "2027-04-01T08:00:00" is not an instant such as'),
    ("payments.0.at", "2027-04-01T08:00:00.5Z", 'payments[0].at: "2027-04-01T08:00:00.5Z" is not an instant such as'),
    ("payments.0.at", "2027-04-01t08:00:00z", 'payments[0].at: "2027-04-01t08:00:00z" is not an instant such as'),
    ("payments.0.at", "2027-04-31T08:00:00Z", "payments[0].at: 2027-04-31 is not a day of the calendar"),
    ("payments.0.at", "2027-04-01T24:00:01Z", "payments[0].at: 2027-04-01T24:00:01Z has no such time of day"),
    ("payments.0.at", "2027-04-01T08:60:00Z", "payments[0].at: 2027-04-01T08:60:00Z has no such time of day"),
    ("payments.0.at", "2027-04-01T08:00:60Z", "payments[0].at: 2027-04-01T08:00:60Z has no such time of day"),
    ("payments.0.at", "2027-04-01T08:00:00+24:00", "payments[0].at: 2027-04-01T08:00:00+24:00 has no such offset"),
    ("payments.0.at", "2027-04-01T08:00:00+08:60", "payments[0].at: 2027-04-01T08:00:00+08:60 has no such offset"),
    ("payments.0.state", "held", 'payments[0].state: "held" is not one of escrow, released, pending'),
    ("payments.0.kind", "tip", 'payments[0].kind: "tip" is not one of deposit, balance, full'),
    ("events.0.type", "sailed", 'events[0].type: "sailed" is not one of shipped, collected, arrived'),
    ("events.0", "shipped", "events[0]: is not an object with a type"),
    ("events.0.at", "2027-06-05T08:00:00Z", "events[0]: has both date and at; give one of them"),
    ("events.0.date", REMOVED, "events[0]: needs either date or at"),
    ("events.0.evidence", "collected", 'events[0].evidence: "collected" is not one of at_disposal'),
    ("events.0.lot", 3, "events[0].lot: 3: the order has 2 lots"),
    ("events.2.lot", 3, "events[2].lot: 3: the order has 2 lots"),
    ("events.3.lot", 0, "events[3].lot: 0 is not a whole number of at least 1"),
    ("events.3.signed_by", ["buyer", "buyer"], "events[3].signed_by: the list repeats a value"),
    ("events.3.signed_by", [], "events[3].signed_by: the list is empty"),
    ("events.7.at", "2027-06-05T08:00:00Z", "events[7]: has both date and at; give one of them"),
    ("events.8.answer", "reject", "events[8].amount: a reject states no amount"),
    ("inspections.0.lot", 3, "inspections[0].lot: 3: the order has 2 lots"),
    ("inspections.0.lot_size", 1, "inspections[0].lot_size: 1 is not a whole number of at least 2"),
    ("inspections.0.lot_size", 49, "inspections[0].sample_size: 50 is more than the lot of 49"),
    ("inspections.0.nonconforming_units", 51, "inspections[0].nonconforming_units: 51 is more than the sample of 50"),
    ("inspections.0.defects", {}, "inspections[0].defects: names no class; known are critical, major, minor"),
    ("inspections.0.measurements", [], "inspections[0].measurements: [] is not an object of term ids"),
    ("inspections.0.measurements", {"m1": []}, "inspections[0].measurements.m1: the list is empty"),
    (
        "inspections.0.measurements",
        {"m9": ["1"]},
        "inspections[0].measurements.m9: is not the id of a term of the order",
    ),
    ("inspections.0.measurements", {"m1": [1]}, "inspections[0].measurements.m1[0]: 1 is not a decimal number written"),
    ("inspections.0.results", {"a b": "pass"}, 'inspections[0].results."a b": is not the id of a term of the order'),
    ("inspections.0.results", {"p1": "ok"}, 'inspections[0].results.p1: "ok" is not one of pass, fail'),
    ("claim.grounds", [], "claim.grounds: the list is empty"),
    ("claim.grounds", ["quality", "quality"], "claim.grounds: the list repeats a value"),
    ("claim.grounds", ["Quality"], 'claim.grounds[0]: "Quality" is not a word in small letters and _'),
    ("claim.terms", ["m9"], 'claim.terms: "m9" is not the id of a term of the order'),
    ("claim.remedy", "rework", 'claim.remedy: "rework" is not one of cancel, refuse, keep'),
    ("claim.opened_at", "2027-08-31T00:00:01Z", "claim.opened_at: is later than as_of"),
]


@pytest.mark.parametrize(("path", "new", "told"), VALUES)
def test_an_unknown_value_is_refused_by_name(path, new, told):
    assert refusal(cases.changed(FULL, path, new)).startswith(told)


def test_an_accept_needs_an_amount_when_the_claim_asks_for_none():
    accept = cases.changed(
        FULL, "events.8", {"type": "supplier_response", "at": "2027-07-11T08:00:00Z", "answer": "accept"}
    )
    assert cases.judged(accept)["status"] == "settled"
    assert refusal(cases.changed(accept, "claim.amount", REMOVED)).startswith("events[8].amount: required")


def test_two_sampling_terms_are_refused():
    second = {"id": "s2", "kind": "sampling", "standard": "ISO 2859-1", "aql": {"major": "1.0"}}
    assert refusal(cases.changed(FULL, "order.terms.5", second)) == "order.terms: more than one sampling term"


def test_a_lot_number_without_lots_is_without_meaning():
    no_lots = cases.changed(cases.changed(FULL, "order.lots", REMOVED), "events.0.lot", 9)
    assert cases.judged(no_lots)["status"] == "decided"


def test_the_sample_of_a_report_without_lot_size_is_held_against_the_order():
    value = cases.changed(FULL, "inspections.0.lot_size", REMOVED)
    cases.judged(cases.changed(value, "inspections.0.sample_size", 1000))
    told = refusal(cases.changed(value, "inspections.0.sample_size", 1001))
    assert told == "inspections[0].sample_size: 1001 is more than the lot of 1000"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b'{"id": "a", "id": "b"}', 'key "id" is there twice in one object'),
        (b'{"id": NaN}', "NaN is not a JSON value"),
        (b'{"id": -Infinity}', "-Infinity is not a JSON value"),
        (b'{"id": 1.0}', 'the number 1.0 is not whole; amounts and readings are texts, such as "0.5"'),
        (b'{"id": 1e3}', 'the number 1e3 is not whole; amounts and readings are texts, such as "0.5"'),
        (b'{"id": 1} x', "column 11: not JSON: Extra data"),
        (b'{"id": ', "column 8: not JSON: Expecting value"),
        (b'{"id": "\xff"}', "byte 9 is not UTF-8"),
        (b"\xef\xbb\xbf{}", "starts with a byte order mark; save the file as UTF-8 without one"),
        (b'{"id": "' + b"\x00" + b'"}', "column 9: not JSON: Invalid control character at"),
        (b'{"id": ' + b"9" * 5000 + b"}", "the number 999999999999999... has more than 15 digits"),
        (b"[" * 100_000, "nested too deeply for a case"),
        (b"[]", "[] is not an object"),
        (b"null", "null is not an object"),
    ],
    ids=range(14),
)
def test_ambiguous_json_is_refused(line, told):
    with pytest.raises(RuleBroken) as refused:
        reading.case_of_line(line=line)
    assert str(refused.value) == told


def test_white_space_around_a_line_means_nothing():
    assert reading.case_of_line(line=b" \t" + json.dumps(FULL).encode() + b"\r") == reading.case_of(value=FULL)


@given(st.binary(max_size=40) | st.text(alphabet='{}[]":,0123456789.-eE truefalsnNI\\u', max_size=40).map(str.encode))
def test_no_bytes_raise_anything_but_a_refusal(line):
    with suppress(RuleBroken):
        strict_json.parse(line=line)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**16) | st.text(max_size=4) | st.sampled_from(["USD", "1.5", "m1"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["a", "at", "lot"]), inner, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from([path for path in OBJECTS if path]), st.data())
def test_any_value_anywhere_is_judged_or_refused(path, data):
    """Bad input never becomes a traceback: whatever stands at a key is either judged or refused by name."""
    inner = dict(objects(FULL))[path]
    key = data.draw(st.sampled_from(sorted(inner)))
    value = cases.changed(FULL, f"{path}.{key}", data.draw(json_values))
    field = path
    try:
        cases.judged(value)
    except RuleBroken as refused:
        field = refused.field
    assert field


ACROSS = (
    "has no such", "digits after the point", "the order has", "is not the id of a term", "is not an ISO 4217 code",
    "do not sum to order.value", "is not in the time zone database", "times", "more than one", "is later than as_of",
    "is more than the", "required, and missing: coverage", "not wanted", "the rate is", "required with accept",
    "is not a day of the calendar", "has more than", "is not between the years",
)  # fmt: skip
STRANGE = [
    None, True, False, 0, 1, -1, 3, "", "x", "0", "-1", "1.5", "2027-05-14", "2027-05-14T00:00:00Z", [], {}, ["x"],
    {"a": 1}, "none_allowed", "USD", "Asia/Shanghai", "XX/Yy", "quality", ["quality", "quality"], "escrow", "on_board",
    "FOB", "FOBx", "pass", "mean",
]  # fmt: skip
STRANGE_KEYS = ["colour", "lot", "amount", "date", "at", "evidence", "min", "text", "lots", "sample_size", "defects"]


def test_reader_and_schema_refuse_the_same():
    """Hundreds of damaged cases: what the schema refuses we refuse; what only we refuse no schema can say."""
    rng = random.Random(2859)
    schema = jsonschema.Draft202012Validator(json.loads(reading.schema()), format_checker=jsonschema.FormatChecker())
    sound = [{**case, "expected": case["expected"]} for case in cases.written(cases.DEV)]
    verdicts = {"both read": 0, "both refuse": 0}
    for _ in range(700):
        value = damaged(rng.choice(sound), rng)
        try:
            reading.case_of(value=value)
            told = ""
        except RuleBroken as refused:
            told = str(refused)
        if schema.is_valid(value) == (not told):
            verdicts["both refuse" if told else "both read"] += 1
        else:
            assert any(words in told for words in ACROSS), (told, value)
    assert min(verdicts.values()) > 100


def damaged(case: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A copy of `case` with one value, key or element set, added, removed or renamed; `expected` is taken away."""
    value = copy.deepcopy(case)
    del value["expected"]
    holder, key = rng.choice(list(places(value)))
    match rng.choice(["set", "set", "remove", "add", "rename"]):
        case "set":
            holder[key] = copy.deepcopy(rng.choice(STRANGE))
        case "remove":
            del holder[key]
        case "add" if isinstance(holder, dict):
            holder[rng.choice(STRANGE_KEYS)] = copy.deepcopy(rng.choice(STRANGE))
        case "add":
            holder.append(copy.deepcopy(rng.choice([*holder, *STRANGE])))
        case "rename" if isinstance(holder, dict):
            holder[rng.choice(STRANGE_KEYS)] = holder.pop(key)
    return value


def places(value: Any):
    """Every key and index of a JSON value, with what holds it."""
    for key in value if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])
