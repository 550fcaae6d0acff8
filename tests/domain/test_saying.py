"""What people may say with a move: the closed table, whole, and everything else refused by name (DESIGN §4)."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.told import JSON, ODD, body
from tradeward.domain import lives, saying
from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.domain.saying import Field, Kind
from tradeward.domain.vocabulary import CLOCK, Actor, Role

BUYER = Actor(Role.BUYER, UUID(int=1), UUID(int=2))
VERBS = {(life.noun, move.verb) for life in lives.LIVES.values() for move in life.moves if move.by - saying.OWN_HANDS}
SOME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def every(fields):
    for field in fields:
        yield field
        yield from every(field.of)


def test_every_move_of_a_person_has_its_row_and_no_row_is_without_a_move():
    """DESIGN §3, §4: the whole product of the life tables."""
    assert set(saying.SAID) == VERBS


def test_no_field_takes_the_place_of_an_argument_of_the_use_cases():
    """DESIGN §3: what is said is handed on by name."""
    taken = {"self", "by", "at", "key", "verb", "row", "bundle", "noun", "id", "told", "happened_at"}
    taken |= {f"{noun}_id" for noun in lives.LIVES}
    assert {one.name for fields in saying.SAID.values() for one in fields} & taken == set()


def test_every_field_is_explained_and_bounded():
    """DESIGN §5: the reference of the API is generated from the tables."""
    for row, fields in {**saying.SAID, **saying.ASKED}.items():
        assert len({one.name for one in fields}) == len(fields), row
        for one in every(fields):
            assert one.says.endswith("."), (row, one.name)
            assert bool(one.choices) == (one.kind is Kind.CHOICE), (row, one.name)
            assert bool(one.of) == (one.kind in (Kind.LIST, Kind.MAP, Kind.OBJECT, Kind.VERBATIM)), (row, one.name)


def told_or_refused(noun, verb, told):
    try:
        return saying.said(noun=noun, verb=verb, told=told, by=BUYER)
    except RuleBroken as refusal:
        named, reasons = refusal.field, refusal.reasons
    assert named
    assert all(one.isascii() and len(one) < 900 for one in reasons)
    return None


@pytest.mark.parametrize(("noun", "verb"), sorted(VERBS))
def test_arbitrary_json_is_read_or_refused_by_name(noun, verb):
    """DESIGN §4: bad input is one clear message that names the field; what is read is read the same again."""
    names = [one.name for one in saying.SAID[noun, verb]]
    keys = st.sampled_from(names) | st.text(max_size=8) if names else st.text(max_size=8)

    @SOME
    @given(st.dictionaries(keys, ODD | JSON, max_size=4) | body(saying.SAID[noun, verb]) | JSON)
    def fuzz(told):
        read = told_or_refused(noun, verb, told)
        if read is not None:
            assert set(read) <= set(names)
            assert saying.said(noun=noun, verb=verb, told=read, by=BUYER) == read

    fuzz()


def test_what_the_product_says_itself_is_its_own():
    """DESIGN §3: clock, ruling and reaction are no people."""
    assert saying.said(noun="credit", verb="recall", told={"recall_id": "R1"}, by=CLOCK) == {"recall_id": "R1"}
    with pytest.raises(NotAllowed):
        saying.said(noun="credit", verb="recall", told={"recall_id": "R1"}, by=BUYER)


@pytest.mark.parametrize("verb", [None, 7, ["rule"], "conjure", "\0", "\ud800"])
def test_a_verb_that_no_person_has_is_nobodys(verb):
    """DESIGN §3: unknown verbs are refused before anything is looked up."""
    with pytest.raises((NotAllowed, RuleBroken)):
        saying.said(noun="dispute", verb=verb, told={}, by=BUYER)


def test_a_fact_cannot_be_dated_back_by_a_stray_key():
    """DESIGN §3: facts are dated by the acts that record them."""
    with pytest.raises(RuleBroken, match="happened_at is not known: known here: amount") as refused:
        saying.said(noun="order", verb="waive", told={"amount": "1.00", "happened_at": "2020-01-01"}, by=BUYER)
    assert refused.value.field == "happened_at"


NOUGHT = datetime(2027, 5, 14, 9, 30, tzinfo=UTC)
READ = [
    (Field.text("x", "X."), "  a\nb ", "a\nb"),
    (Field.plain("x", Kind.AMOUNT, "X."), "10000.00", "10000.00"),
    (Field.number("x", "X.", least=-5, most=5), "-4.25", "-4.25"),
    (Field.digits("x", "X.", most=30), "30", "30"),
    (Field.whole("x", "X.", most=30), 30, 30),
    (Field.plain("x", Kind.DAY, "X."), NOUGHT.date(), "2027-05-14"),
    (Field.plain("x", Kind.DAY, "X."), "2027-05-14", "2027-05-14"),
    (Field.plain("x", Kind.INSTANT, "X."), "2027-05-14T11:30:00+02:00", NOUGHT),
    (Field.plain("x", Kind.INSTANT, "X."), "2027-05-14t09:30:00.000000z", NOUGHT),
    (Field.plain("x", Kind.INSTANT, "X."), NOUGHT, NOUGHT),
    (Field.plain("x", Kind.ID, "X."), "00000000-0000-0000-0000-000000000007", UUID(int=7)),
    (Field.plain("x", Kind.ID, "X."), UUID(int=7).hex.upper(), UUID(int=7)),
    (Field.choice("x", "X.", ("a", "b")), "b", "b"),
    (Field.listed("x", "X.", Field.plain("y", Kind.ID, "Y.")), (str(UUID(int=7)),), [UUID(int=7)]),
    (Field.mapped("x", "X.", Field.text("y", "Y.")), {"k": " v "}, {"k": "v"}),
    (Field.several("x", "X.", (Field.text("y", "Y."), Field.text("z", "Z."))), {"y": "v", "z": ""}, {"y": "v"}),
    (Field(name="x", kind=Kind.VERBATIM, says="X.", of=(Field.text("y", "Y."),)), {"y": " v "}, {"y": " v "}),
    (Field.plain("x", Kind.OPEN, "X."), {"a": ["b", {"c": None}]}, {"a": ["b", {"c": None}]}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "told", "found"), READ)
def test_each_kind_is_brought_into_one_form(field, told, found):
    """DESIGN §4: values are parsed once, at the edge."""
    assert saying.read(fields=(field,), told={"x": told}) == {"x": found}


REFUSED = [
    (Field.text("x", "X."), 7, "x", "is a number: write a text"),
    (Field.text("x", "X.", most=3), "abcd", "x", "has 4 characters: at most 3"),
    (Field.text("x", "X."), "a\0b", "x", "holds the character U+0000"),
    (Field.text("x", "X."), "\udc00", "x", "holds the character U+DC00"),
    (Field.text("x", "X."), "y" * 10_000_000, "x", "has 10000000 characters: at most 4000"),
    (Field.plain("x", Kind.AMOUNT, "X."), "NaN", "x", '"NaN" is no amount'),
    (Field.plain("x", Kind.AMOUNT, "X."), "1e3", "x", '"1e3" is no amount'),
    (Field.plain("x", Kind.AMOUNT, "X."), "-1.00", "x", "is no amount"),
    (Field.plain("x", Kind.AMOUNT, "X."), 10000, "x", "is no amount"),
    (Field.plain("x", Kind.AMOUNT, "X."), "9" * 20, "x", "is too large"),
    (Field.number("x", "X.", most=5), "5.01", "x", "is not from 0 to 5"),
    (Field.number("x", "X.", most=5), "٣", "x", "is no decimal number"),
    (Field.digits("x", "X.", most=30), "31", "x", "is no whole number from 0 to 30"),
    (Field.digits("x", "X.", most=30), "1" * 5000, "x", "is no whole number"),
    (Field.whole("x", "X.", most=30), True, "x", "is no whole number from 0 to 30"),
    (Field.whole("x", "X.", most=30), 10**5000, "x", "is no whole number from 0 to 30"),
    (Field.plain("x", Kind.DAY, "X."), "2027-02-30", "x", "is no date"),
    (Field.plain("x", Kind.DAY, "X."), "1969-02-03", "x", "is no date"),
    (Field.plain("x", Kind.DAY, "X."), NOUGHT, "x", "is no date"),
    (Field.plain("x", Kind.INSTANT, "X."), "2027-05-14T09:30:00", "x", "is no instant"),
    (Field.plain("x", Kind.INSTANT, "X."), "2027-05-14T25:30:00Z", "x", "is no instant"),
    (Field.plain("x", Kind.INSTANT, "X."), NOUGHT.replace(tzinfo=None), "x", "is no instant"),
    (Field.plain("x", Kind.INSTANT, "X."), "0001-01-01T00:00:00+23:59", "x", "lies outside the years"),
    (Field.plain("x", Kind.ID, "X."), "ord_7", "x", "is no id"),
    (Field.choice("x", "X.", ("a", "b")), ["a"], "x", "a list is not one of a, b"),
    (Field.listed("x", "X.", Field.text("y", "Y.")), "abc", "x", 'is "abc": write a list'),
    (Field.listed("x", "X.", Field.text("y", "Y."), most=1), ["a", "b"], "x", "has 2 values: at most 1"),
    (Field.listed("x", "X.", Field.text("y", "Y.")), ["a", None], "x[1]", "is a NoneType"),
    (Field.mapped("x", "X.", Field.text("y", "Y.")), [], "x", "is a list: write an object"),
    (Field.mapped("x", "X.", Field.text("y", "Y."), most=1), {"a": "b", "c": "d"}, "x", "has 2 keys: at most 1"),
    (Field.mapped("x", "X.", Field.text("y", "Y.")), {"\0": "b"}, 'x."\\u0000"', "is no key"),
    (Field.several("x", "X.", (Field.text("y", "Y."),)), {"z": 1}, "x.z", "is not known: known here: y"),
    (Field.several("x", "X.", (Field.text("y", "Y."),)), 1, "x", "is no object"),
    (Field.several("x", "X.", (Field.text("y", "What it is.", required=True),)), {}, "x.y", "is missing: what it is"),
    (Field.plain("x", Kind.OPEN, "X."), {"a": 1}, "x.a", "is a number: write a text"),
    (Field.plain("x", Kind.OPEN, "X."), [[[[[[[["deep"]]]]]]]], "x[0][0][0][0][0][0][0]", "is too large"),
    (Field.plain("x", Kind.OPEN, "X."), ["a"] * 501, "x[499]", "is too large"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "told", "place", "why"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_not_of_its_kind_is_refused_by_name(field, told, place, why):
    """DESIGN §4: a message names the field and what is allowed; PostgreSQL keeps no NUL, JSON no half character."""
    with pytest.raises(RuleBroken) as refused:
        saying.read(fields=(field,), told={"x": told})
    assert refused.value.field == place
    assert str(refused.value).startswith(place)
    assert why in str(refused.value)


@pytest.mark.parametrize("told", [None, 7, "x", [], [("x", "y")]])
def test_a_body_that_is_no_object_is_refused(told):
    """DESIGN §4: also a body has its form."""
    with pytest.raises(RuleBroken, match="body is no object"):
        saying.read(fields=(), told=told)


def test_a_move_with_which_nothing_is_said_says_so():
    """DESIGN §4: the way out is named."""
    with pytest.raises(RuleBroken, match="x is not known: nothing is said with this"):
        saying.said(noun="order", verb="accept", told={"x": 1}, by=BUYER)


@pytest.mark.parametrize("what", sorted(saying.ASKED))
def test_what_is_no_move_is_read_or_refused_by_name_too(what):
    """DESIGN §4: every use case with words of its own has its row."""
    names = [one.name for one in saying.ASKED[what]]

    @SOME
    @given(st.dictionaries(st.sampled_from(names), ODD | JSON, max_size=4) | body(saying.ASKED[what]) | JSON)
    def fuzz(told):
        try:
            read = saying.asked(what, told=told)
        except RuleBroken as refusal:
            named = refusal.field
        else:
            named, again = "read", saying.asked(what, told=read)
            assert again == read
        assert named

    fuzz()


@pytest.mark.parametrize("key", [None, 7, "", " ", " x", "x" * 301, "a\0", "\ud800", ["x"]])
def test_a_key_that_cannot_be_kept_is_refused(key):
    """DESIGN §5: the key of a command is kept with its answer."""
    with pytest.raises(RuleBroken) as refused:
        saying.check_key(key)
    assert refused.value.field == "key"
