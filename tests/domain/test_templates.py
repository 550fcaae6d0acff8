"""Templates of contracts: whole, executable, and clean under our own linter (RULES §6)."""

from datetime import UTC, datetime
from importlib import resources

import pytest

from tests.memory import World
from tradeward.domain import contract, decidability, saying, templates, terms, wording
from tradeward.domain.linting import contracts
from tradeward.domain.refusals import NotFound, RuleBroken
from tradeward.domain.saying import forms

AT = datetime(2026, 11, 23, 18, tzinfo=UTC)
NAMES = ("electronics", "furniture", "garments", "machined_parts", "packaging")


def test_the_five_trades():
    assert templates.names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_executable_and_all_of_it_can_be_decided(name):
    """R6.4: as it stands; only the parties are missing."""
    found = templates.named(name=name)
    agreed = templates.as_contract(found, body=found.contract(at=AT))
    assert contract.not_executable(agreed, opt_out=False) == []
    assert decidability.basis_points(agreed) == 10_000
    assert contract.REQUIRED[:2] == tuple(key for key in contract.REQUIRED if key not in found.contract(at=AT))


@pytest.mark.parametrize("name", NAMES)
def test_our_own_linter_finds_nothing_in_what_a_template_says(name):
    """S9: every sentence could be decided by an inspector or a clock."""
    text = templates.text(templates.named(name=name), at=AT)
    assert [(one.finding.category, one.finding.span) for one in contracts.lint_contract(pages=[text])] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_of_a_template_is_read_back_to_its_term(name):
    """RULES §6: the contract can be had again from its text."""
    found = templates.named(name=name)
    agreed = templates.as_contract(found, body=found.contract(at=AT))
    said = [terms.parse(text=term.text, id=term.id) for term in (*agreed.of_order, *agreed.terms)]
    assert tuple(said) == (*agreed.of_order, *agreed.terms)
    assert len(wording.sentences(agreed)) == len(agreed.lines) + len(said)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_offered_and_signed(name):
    """RULES §4: with the parties filled in it goes the whole way to a signed order."""
    world = World()
    supplier = world.supplier(limit="90000.00")
    body = templates.named(name=name).contract(at=world.now)
    if body["currency"] != "USD":
        body = {**body, "currency": "USD"}
    trade = world.offer(supplier, **body)
    saying.read(fields=forms.CONTRACT, told=trade.bundle.version.body)
    trade.sign("buyer")
    trade.sign("supplier")
    assert trade.order.state == "signed"


def test_the_ship_date_lies_the_lead_time_ahead_in_the_suppliers_zone():
    """RULES §2: 18:00 UTC is the next day in Shanghai."""
    found = templates.named(name="packaging")
    assert (found.lead_days, found.contract(at=AT)["ship_date"]) == (30, "2026-12-24")


def test_a_name_that_there_is_not():
    with pytest.raises(NotFound, match="There is no template 'toys'; there are electronics, furniture"):
        templates.named(name="toys")


TEXT = resources.files("tradeward.domain").joinpath("data", "templates", "packaging.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('title = "Packaging"', 'colour = "red"', "a template has the keys contract, lead_days, says, title"),
        ('min = "332.5", max = "367.5", ', "", "packaging: term board: a measure needs min or max"),
        ('"CIF Rotterdam, Netherlands, Incoterms 2020"', '"CIF"', "packaging: shipment: name the place after CIF"),
        (
            'terms = ["film", "seal", "print_defects", "cartons"]',
            'terms = ["count"]',
            "basis points of its value can be decided",
        ),
        ('unit = "µm"', 'colour = "µm"', "unknown key"),
    ],
)
def test_a_template_that_could_not_be_signed_is_refused_when_it_is_loaded(old, new, says):
    """R6.4: with what it lacks."""
    assert old in TEXT
    with pytest.raises(RuleBroken, match=says):
        templates.read(name="packaging", text=TEXT.replace(old, new))
