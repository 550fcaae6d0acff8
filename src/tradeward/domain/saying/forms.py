"""Objects that are said whole: a contract, an inspector's report, the parts of a plan (RULES §4, §6, §7)."""

from tradeward.domain import contract
from tradeward.domain.adjudication.case import Evidence, FeeRule
from tradeward.domain.saying.field import Field, Fields, Kind
from tradeward.domain.terms import payment

_QUANTITY = 10**12
_PERCENT = 100


_ID_OF_TERM = Field.text("term", "The id of a term.", most=100)

_LINE: Fields = (
    Field.text("goods", "What is bought.", required=True, most=500),
    Field.number("quantity", "How much of it, an exact decimal.", required=True, most=_QUANTITY),
    Field.text("unit", "What it is counted in, such as pcs or kg.", required=True, most=40),
    Field.plain("price", Kind.AMOUNT, "The price of the whole line, in the contract's currency.", required=True),
    Field.listed("terms", "The ids of the terms that describe it.", _ID_OF_TERM),
    Field.text(
        "category", "The category of goods that an inspector has to be accredited for, such as lamps.", most=100
    ),
)
_PART: Fields = (
    Field.digits("bp", "Basis points of the value; all parts together are 10000.", required=True, most=10_000),
    Field.choice("anchor", "What opens the instalment.", payment.ANCHORS, required=True),
    Field.digits("days", "Days from its anchor until it is due.", required=True, most=3_650),
    Field.choice("release", "When the money goes to the supplier.", payment.RELEASES, required=True),
)
_LOT: Fields = (
    Field.plain("ship_date", Kind.DAY, "The last day on which the lot is shipped.", required=True),
    Field.plain("value", Kind.AMOUNT, "The lot's share of the value.", required=True),
)
CONTRACT: Fields = (
    Field.plain("buyer", Kind.ID, "The organisation that buys.", required=True),
    Field.plain("supplier", Kind.ID, "The organisation that sells.", required=True),
    Field.text("currency", "The ISO 4217 code of the one currency of the order.", required=True, most=3),
    Field.listed("lines", "What is bought, line by line.", Field.several("line", "An item line.", _LINE), required=True, most=200),
    Field.text("incoterm", "A rule of Incoterms 2020 and its place, such as FOB Ningbo.", required=True, most=200),
    Field.choice("ship_event", "What proves shipment, where it is not what the Incoterm says.", tuple(Evidence)),
    Field.plain("ship_date", Kind.DAY, "The last day on which the goods are shipped.", required=True),
    Field.text("ship_zone", "The IANA time zone in which that day ends: the supplier's.", required=True, most=60),
    Field.text("buyer_zone", "The IANA time zone in which the buyer's days end.", required=True, most=60),
    Field.choice("coverage", "What the cover answers for, and when.", contract.COVERAGES, required=True),
    Field.choice("transport", "How the goods travel.", contract.TRANSPORTS, required=True),
    Field.listed("plan", "The instalments; left out, the coverage's own.", Field.several("part", "An instalment.", _PART), most=20),
    Field.listed(
        "terms", "What the goods have to be, each term with its id and kind.",
        Field.plain("term", Kind.OPEN, "A term of the kinds in the reference of terms."), required=True, most=200,
    ),
    Field.several("late_ld", "Damages for lateness.", (
        Field.number("pct_per_day", "Per cent of the value for each day.", required=True, most=_PERCENT),
        Field.number("cap_pct", "Per cent of the value at most.", required=True, most=_PERCENT),
    )),
    Field.several("force_majeure", "The clause on force majeure.", (
        Field.digits("notice_days", "Days in which it has to be noticed.", required=True, most=3_650),
    )),
    Field.listed("lots", "The lots, where the goods leave in several.", Field.several("lot", "A lot.", _LOT), most=50),
    Field.choice("inspection_fee_rule", "Who bears the fee of an inspection.", tuple(FeeRule)),
    Field.plain("inspection_fee", Kind.AMOUNT, "The fee of one inspection."),
    Field.listed("not_assured", "Ids of terms, or line:n, that no cover answers for.", _ID_OF_TERM, most=400),
    Field.text("free_text", "Whatever else is agreed; nobody judges it.", most=20_000),
)  # fmt: skip
"""A contract version. It is hashed as it is sent, so it is checked here and never changed."""

_READINGS = Field.listed(
    "readings",
    "Every unit's reading.",
    Field.text(
        "reading", "A number in the unit of the term, or with another unit of its dimension, such as 0.98 cm.", most=80
    ),
)
_RESULT = Field.choice("result", "The result.", ("pass", "fail"))
REPORT: Fields = (
    Field.plain("date", Kind.DAY, "The day of the inspection; today when it is left out."),
    Field.whole("lot", "The lot that was looked at, where there are lots.", least=1, most=50),
    Field.whole("lot_size", "How many units the lot has.", least=2),
    Field.whole("sample_size", "How many units were looked at.", least=1),
    Field.several("defects", "Defects found, by class.", tuple(
        Field.whole(one, f"How many {one} ones.") for one in ("critical", "major", "minor")
    )),
    Field.whole("nonconforming_units", "How many units of the sample do not conform."),
    Field.mapped("measurements", "For each measured term, by its id, the readings.", _READINGS),
    Field.mapped("results", "For each term of pass or fail, by its id, which.", _RESULT),
    Field.text("position", "Where the inspector stood, such as 29.8683, 121.5440; nobody judges it.", most=200),
    Field.plain("seen_at", Kind.INSTANT, "When the goods were looked at; nobody judges it."),
)  # fmt: skip
"""What an inspector says; who he is, whether he may look, and what went before is known here."""

PARTS = Field.listed("parts", "The parts of the plan, which sum to the debt.", Field.several("part", "A part.", (
    Field.plain("due", Kind.DAY, "The day by which it is paid.", required=True),
    Field.plain("amount", Kind.AMOUNT, "How much, in the order's currency.", required=True),
)), required=True, most=24)  # fmt: skip
