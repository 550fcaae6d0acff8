"""Every kind of term: what it is read from, the sentence that says it, and what it lacks (RULES §6)."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.terms import written
from tradeward.domain import contract, terms
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.refusals import RuleBroken

BY_KIND = {term["kind"]: term for term, _ in written.SAID}
REFERENCE = (Path(__file__).parents[3] / "docs/reference/terms.md").read_text(encoding="utf-8")
NEEDED = {
    "measure": {"property", "unit"},
    "sampling": {"standard", "aql"},
    "approved_sample": {"number", "sealed_on", "holder"},
    "test_document": {"document", "standard", "issuer"},
    "marking": {"place", "file", "version", "sha256"},
    "packaging": {"count", "unit", "carton"},
    "pass_fail": {"text"},
    "quantity": {"ordered", "tol_minus_pct"},
}
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
sentences_own = st.sampled_from(
    [", ", " by ", "; ", " is at least ", '"', "\\", ".", " in each ", " kg gross", ", version "]
)
texts = st.lists(words | sentences_own, min_size=1, max_size=4).map("".join)
days = st.dates().filter(lambda day: 1971 < day.year < 2198).map(str)
numbers = st.decimals(0, 10**9, places=4).map(lambda one: f"{one:f}")


def read(term):
    return terms.KINDS[term["kind"]].read(term, Place("t"))


def test_the_thirteen_kinds():
    """RULES §6: five of them keep the form of stand-alone cases."""
    assert set(BY_KIND) == set(terms.KINDS)
    assert set(terms.KINDS) == {*terms.OF_GOODS, *terms.OF_ORDER}


@pytest.mark.parametrize(("term", "text"), written.SAID, ids=BY_KIND)
def test_a_whole_term_is_said_in_one_sentence_and_read_back_from_it(term, text):
    """RULES §6: what is printed is what was agreed."""
    found = read(term)
    assert found.text == text
    assert terms.parse(text=text, id=found.id) == found
    assert (found.lacks == ()) is (term["kind"] != "vague")
    assert found.EVIDENCE.endswith(".")


@pytest.mark.parametrize("kind", terms.OF_GOODS)
def test_what_a_term_needs_is_what_it_lacks_without_it(kind):
    """R6.4: executable with every field its evaluator needs, and with no fewer."""
    whole = BY_KIND[kind]
    for key in whole.keys() - {"id", "kind"}:
        found = read({one: word for one, word in whole.items() if one != key})
        assert bool(found.lacks) is (kind == "vague" or key in NEEDED.get(kind, ())), key


@pytest.mark.parametrize("kind", terms.KINDS)
def test_an_unknown_key_or_a_value_of_another_form_is_refused_by_name(kind):
    """DESIGN §4: nothing is ignored."""
    whole = BY_KIND[kind]
    for key in [*whole, "colour"]:
        if key == "kind":
            continue
        with pytest.raises(RuleBroken) as refused:
            read(whole | {key: ["x"]})
        assert refused.value.field.startswith(f"t.{key}")


@pytest.mark.parametrize(
    ("term", "field", "says"),
    [
        ("width: 5 mm", "terms[0]", "is not an object with a kind"),
        ({"id": "t"}, "terms[0]", "is not an object with a kind"),
        ({"id": "t", "kind": "taste"}, "terms[0].kind", "is not one of measure, sampling"),
        ({"id": "t", "kind": ["measure"]}, "terms[0].kind", "is not one of measure, sampling"),
        (written.SHIPMENT, "terms[0].kind", "shipment is no term of the goods: it is written under ship_date"),
        (written.REMEDY, "terms[0].kind", "it is written under late_ld of the contract"),
        ({"kind": "vague", "text": "good"}, "terms[0].id", "required, and missing"),
        (written.MARKING | {"sha256": "0F" * 32}, "terms[0].sha256", "is no SHA-256"),
        (written.MEASURE | {"min": "1e3"}, "terms[0].min", "is not a decimal number"),
        (written.SAMPLE | {"sealed_on": "20/01/2027"}, "terms[0].sealed_on", "is not a date such as"),
        (written.SAMPLING | {"aql": {"major": "3.0"}}, "terms[0].aql.major", "is not one of none_allowed, 0.010"),
    ],
)
def test_a_term_that_is_none_is_refused_with_its_place(term, field, says):
    """DESIGN §4: by name, and with the way out."""
    with pytest.raises(RuleBroken, match=says.replace("[", r"\[")) as refused:
        contract.goods_terms(body={"terms": [term]})
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("term", "lacks"),
    [
        ({"min": "5", "max": "4"}, "min lies above max: no reading could conform."),
        ({}, "a measure needs min or max; nothing is exact for lack of a tolerance."),
    ],
)
def test_limits_that_nothing_could_keep(term, lacks):
    """R6.6: no limit, or an empty one, is no tolerance."""
    bare = {"id": "m", "kind": "measure", "property": "length", "unit": "mm"}
    assert read(bare | term).lacks == (lacks,)


@pytest.mark.parametrize("standard", ["ISO 2859-1", "ISO 2859-1:2026", "MIL-STD-105E", "ANSI/ASQ Z1.4"])
def test_the_edition_is_part_of_every_sampling_term(standard):
    """RULES §6: another edition draws another sample; without one nobody knows which."""
    (lacks,) = read(written.SAMPLING | {"standard": standard}).lacks
    assert "the standard ISO 2859-1:1999, with its edition" in lacks


@pytest.mark.parametrize("incoterm", [
        "FOB", "FOB ", "FOB Incoterms 2020", "FOB , Incoterms 2020", "FOB China", "FOB China, Incoterms 2020",
        "FOB Viet Nam (Incoterms 2020)", "FOB any Chinese port", "FOB main port, Germany", "FOB port of loading", "FOB Europe",
    ],
)  # fmt: skip
def test_a_trade_term_without_its_place_lacks_it(incoterm):
    """R6.5: the place can never be left open."""
    assert read(written.SHIPMENT | {"incoterm": incoterm}).lacks == (
        "name the place after FOB, such as FOB Ningbo, China.",
    )


@pytest.mark.parametrize(
    "place",
    [
        "Ningbo",
        "Ningbo, China",
        "Singapore",
        "Port Said, Egypt",
        "Port of Spain",
        "seller's works, 88 Haier Road, Qingdao",
    ],
)
def test_a_port_or_a_street_is_a_place(place):
    """RULES §4, Incoterms 2020: a rule and its named place; a city that is a country is one too."""
    assert read(written.SHIPMENT | {"incoterm": f"FCA {place}, Incoterms 2020"}).lacks == ()


def test_a_gap_is_printed_as_a_gap():
    """RULES §6: what is missing is seen in the sentence too."""
    found = read({"id": "m", "kind": "measure", "property": "length", "unit": "mm"})
    assert found.text == "The length is at least ____ mm and at most ____ mm, each reading."


@pytest.mark.parametrize(
    ("text", "min", "max", "unit"),
    [
        ("The fabric weight is 170 gsm ± 5 %, each reading.", "161.5", "178.5", "g/m²"),
        (
            "The fabric weight is 170 gsm ± 5 %, the mean of the readings, measured by ISO 3801:1977.",
            "161.5",
            "178.5",
            "g/m²",
        ),
        ("The width is 80-85 mm, each reading.", "80", "85", "mm"),
        ("The hardness is HRC 58-62, each reading.", "58", "62", "HRC"),
        ("The weight is 80克以上, each reading.", "80", None, "g"),
    ],
)
def test_a_measure_may_be_written_with_its_tolerance(text, min, max, unit):
    """RULES §6: it becomes the limits it means, exactly."""
    found = terms.parse(text=text, id="m")
    assert [None if one is None else str(one) for one in (found.min, found.max)] == [min, max]
    assert (found.unit, found.lacks) == (unit, ())
    assert terms.parse(text=found.text, id="m") == found


def test_a_sentence_of_no_kind_is_no_term():
    for text in ("", "The goods are good.", "The width is 5 mm.", "The  is at least 5 mm, each reading."):
        assert terms.parse(text=text, id="t") is None


one_of = st.sampled_from
aqls = st.dictionaries(one_of(["critical", "major", "minor"]), one_of(["none_allowed", "1.0", "2.5"]), min_size=1)
parts = st.fixed_dictionaries({
    "bp": st.integers(0, 10_000).map(str), "anchor": one_of(["signing", "ready", "inspection", "shipped", "received"]),
    "days": st.integers(0, 60).map(str), "release": one_of(["on_capture", "on_shipment", "on_acceptance"]),
})  # fmt: skip
zones = one_of(["UTC", "Asia/Shanghai", "America/Argentina/Buenos_Aires"])
SAYING = {
    "measure": (
        {"property": texts, "unit": texts, "min": numbers},
        {"max": numbers, "method": texts, "aggregate": one_of(["each", "mean"])},
    ),
    "approved_sample": ({"number": texts, "sealed_on": days, "holder": texts}, {"seal": texts, "for_what": texts}),
    "test_document": ({"document": texts, "standard": texts, "issuer": texts}, {"result": texts}),
    "marking": ({"place": texts, "file": texts, "version": texts, "sha256": st.just("ab" * 32)}, {}),
    "packaging": ({"count": numbers, "unit": texts, "carton": texts}, {"gross_kg": numbers, "per_pallet": numbers}),
    "pass_fail": ({"text": texts}, {}),
    "vague": ({"text": texts}, {}),
    "quantity": (
        {"ordered": numbers.filter(lambda one: float(one) > 0), "tol_minus_pct": numbers},
        {"unit": texts, "tol_plus_pct": numbers},
    ),
    "sampling": (
        {"standard": st.just("ISO 2859-1:1999"), "aql": aqls},
        {"defects": texts, "level": one_of(["S-1", "II", "III"]), "state": one_of(["tightened", "reduced"])},
    ),
    "remedy": ({"pct_per_day": numbers, "cap_pct": numbers}, {}),
    "force_majeure": ({"notice_days": st.integers(0, 10**6).map(str)}, {}),
    "shipment": (
        {"ship_date": days, "ship_zone": zones, "incoterm": texts.map("FCA {}".format)},
        {"ship_event": one_of(["on_board", "export_clearance", "express_pickup"]), "transport": texts},
    ),
    "payment": ({"plan": st.lists(parts, min_size=1, max_size=5)}, {}),
}
said = st.sampled_from(sorted(SAYING)).flatmap(
    lambda kind: st.fixed_dictionaries(SAYING[kind][0], optional=SAYING[kind][1]).map(
        lambda keys: {"id": "t", "kind": kind, **keys}
    )
)


@given(said)
def test_whatever_a_term_says_its_sentence_is_read_back_to_the_same(term):
    """RULES §6: also where a party's words look like the sentence around them."""
    found = read(term)
    assert type(found).parse(text=found.text, id="t") == found


@pytest.mark.parametrize("kind", terms.KINDS)
def test_the_reference_tells_every_kind_with_its_keys_evidence_and_an_example(kind):
    """docs/reference/terms.md is complete."""
    _, _, section = REFERENCE.partition(f"\n## {kind}\n")
    section = section.partition("\n## ")[0]
    missing = [key for key in terms.KINDS[kind].KEYS.split() if f"`{key}`" not in section]
    said = next(text for term, text in written.SAID if term["kind"] == kind)
    assert (missing, terms.KINDS[kind].EVIDENCE in section, said in section) == ([], True, True)


@pytest.mark.parametrize("incoterm", ["FO", "XYZ Ningbo", "FOBNingbo", "fob Ningbo", " FOB Ningbo"])
def test_what_does_not_begin_with_a_trade_term_is_refused(incoterm):
    """RULES §6: one of the eleven of Incoterms 2020, and a space before the place."""
    with pytest.raises(
        RuleBroken, match="does not begin with one of CFR, CIF, CIP, CPT, DAP, DDP, DPU, EXW, FAS, FCA, FOB"
    ):
        read(written.SHIPMENT | {"incoterm": incoterm})


@pytest.mark.parametrize("days", [7, "", "-1", "1.5", "seven", "1000000"])
def test_a_part_of_a_plan_counts_its_days_in_whole_numbers(days):
    """RULES §4: 0 to 999,999, written as a text like every figure."""
    first, *rest = written.PAYMENT["plan"]
    with pytest.raises(RuleBroken, match="is no whole number written as a text"):
        read(written.PAYMENT | {"plan": [first | {"days": days}, *rest]})


def test_words_that_nobody_judges_are_set_aside_in_every_dispute():
    """RULES §6: also where somebody asks for the term as if it lacked nothing."""
    assert read(written.VAGUE).complete == read(written.VAGUE).for_case


@pytest.mark.parametrize(
    ("text", "is_"),
    [
        ("Not judged by anybody: fine.", "fine"),
        ('Not judged by anybody: "it is \\"fine\\"".', 'it is "fine"'),
        ("Not judged by anybody: .", None),
        ('Not judged by anybody: "fine.', None),
        ("Not judged by anybody: fine", None),
        ("Not judged by anybody: fine. And more", None),
        ("Judged by nobody: fine.", None),
        ("", None),
    ],
)
def test_a_sentence_is_read_whole_or_not_at_all(text, is_):
    """RULES §6: a word that is missing, an open quote, an end that is not there: no sentence of ours."""
    found = terms.parse(text=text, id="t")
    assert (found and found.says) == is_


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("The width is at least 1 cm and at most 2 cm, each reading.", True),
        ("The width is at least 1 mm and at most 2 cm, each reading.", False),
        ('The supplier puts 24 pcs into each box, at most "18" kg gross.', True),
        ('The supplier puts 24 pcs into each box, at most "18" lb gross.', False),
    ],
)
def test_a_word_said_twice_is_the_same_and_what_stands_behind_a_word_is_there(text, agrees):
    """RULES §6: a limit in millimetres and one in centimetres are two terms; pounds are no kilograms."""
    found = terms.parse(text=text, id="t")
    assert (found is not None and not found.lacks) is agrees


def test_a_plan_in_other_words_is_refused_by_the_part():
    """RULES §4: what begins like a plan and goes on as no part of one."""
    with pytest.raises(RuleBroken, match='"half of it soon" is no part of a plan'):
        terms.parse(text="The buyer pays half of it soon.", id="t")
