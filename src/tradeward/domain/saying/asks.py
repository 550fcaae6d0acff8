"""What is said with everything people ask for that is no move of a life: the same closed table, by use case (DESIGN §4)."""

from tradeward.domain import amending, disputing, evidence, facts, supplier_facts
from tradeward.domain.saying.field import Field, Fields, Kind
from tradeward.domain.saying.forms import CONTRACT
from tradeward.domain.saying.moves import DOCUMENT
from tradeward.domain.vocabulary import Role

_REASON = Field.text("reason", "Why, in your own words.", required=True)
_CURRENCY = Field.text("currency", "The ISO 4217 code of the currency.", required=True, most=3)
_AMOUNT = Field.plain("amount", Kind.AMOUNT, "How much.", required=True)
_ACCOUNT = Field.text("account", "The bank account, such as an IBAN.", required=True, most=100)
_GROUND = Field.text("ground", "A ground that the policy covers.", most=40)
_SHORT = Field.text("value", "A value.", most=500)
KINDS_OF_ORGANISATION = ("buyer", "supplier", "inspector", "operator", "arbiter")
_PEOPLE = (Role.BUYER, Role.SUPPLIER, Role.INSPECTOR, Role.OFFICER, Role.OPERATOR)

_LARGEST = 10**17
_LINE = Field.several("line", "A line of a statement.", (
    Field.text("bank_id", "The bank's id of the line.", required=True, most=200),
    Field.choice("kind", "What it is.", ("credit", "payment", "recall", "rejected", "returned", "unexplained"), required=True),
    Field.whole("minor", "How much, in minor units.", required=True, most=_LARGEST),
    Field.text("about", "The payment or credit that it is about.", most=200),
))  # fmt: skip

ASKED: dict[str, Fields] = {
    "orders.offer": (
        Field(name="body", kind=Kind.VERBATIM, of=CONTRACT, required=True, says="The whole contract, as it is hashed."),
    ),
    "orders.ship": (
        Field.whole("lot", "The lot, 1 where there is only one.", required=True, least=1, most=50),
        Field.several("document", "What proves shipment.", DOCUMENT, required=True),
    ),
    "payouts.return_early": (Field.whole("number", "The number of the instalment.", required=True, least=1, most=50),),
    "disputes.open_dispute": (
        Field.listed("grounds", "What is claimed.", _GROUND, required=True, most=9),
        Field.choice("remedy", "What is asked for.", disputing.REMEDIES, required=True),
        Field.listed("terms", "The terms that are meant; all, when left out.", Field.text("term", "Its id.", most=100), most=200),
        Field.plain("amount", Kind.AMOUNT, "The amount asked for; all that is paid, when left out."),
        Field.text("story", "What happened.", most=10_000),
    ),
    "facts.record": (
        Field.choice("kind", "What happened.", tuple(facts.KINDS), required=True),
        Field.mapped("content", "What the kind of fact says.", _SHORT, required=True, most=20),
        Field.plain("happened_at", Kind.INSTANT, "When; now, when left out."),
    ),
    "amendments.propose": (
        Field.choice("kind", "What is changed.", amending.KINDS, required=True),
        Field.mapped("content", "What the kind of amendment says.", _SHORT, required=True, most=20),
    ),
    "evidence.add": (
        Field.text("name", "The file's name.", required=True, most=255),
        Field.text("media_type", "Its media type, such as application/pdf.", required=True, most=120),
        Field.choice("channel", "Where it comes from; here, when left out.", evidence.CHANNELS),
        Field.text("origin", "What proves that it comes from there; for every channel but here.", most=2_000),
    ),
    "evidence.erase": (Field.text("why", "Why the bytes go; the reason takes their place.", required=True),),
    "messages.send": (
        Field.text("text", "What is said.", required=True, most=10_000),
        Field.listed("evidence_ids", "Files of the order's chain.", Field.plain("file", Kind.ID, "A file."), most=200),
    ),
    "organisations.register": (
        Field.choice("kind", "What the organisation does here.", KINDS_OF_ORGANISATION, required=True),
        Field.text("name", "Its name.", required=True, most=200),
        Field.text("country", "The ISO 3166-1 code of its country.", required=True, most=2),
        Field.text("zone", "Its IANA time zone.", required=True, most=60),
        Field.text("email", "Its verified e-mail address.", required=True, most=254),
        _ACCOUNT,
        Field.text("owner", "Who owns it.", most=200),
        Field.text("address", "Where it is.", most=500),
    ),
    "signups.ask": (
        Field.choice("role", "What you do here: buy, or supply.", ("buyer", "supplier"), required=True),
        Field.text("company", "Its name.", required=True, most=200),
        Field.text("country", "Where it is.", required=True, most=2),
        Field.text("zone", "Where your days end: every deadline is shown in this time zone.", required=True, most=60),
        _ACCOUNT,
        Field.text("your_name", "As others see it here.", required=True, most=200),
        Field.text("email", "Where you can be reached; we send an address there that lets you in.", required=True, most=254),
    ),
    "organisations.add_person": (
        Field.choice("role", "In which role the person acts.", _PEOPLE, required=True),
        Field.text("label", "What the person is called here.", required=True, most=200),
    ),
    "organisations.accredit": (
        Field.text("scope", "What the inspector may look at.", required=True, most=200),
        Field.plain("first_on", Kind.DAY, "From which day on.", required=True),
        Field.plain("last_on", Kind.DAY, "Up to which day.", required=True),
    ),
    "organisations.change_account": (_ACCOUNT,),
    "supplier_facts.record": (
        Field.choice("kind", "What it is about.", supplier_facts.KINDS, required=True),
        Field.text("says", "What is known.", required=True),
        Field.text("source", "Where it comes from.", required=True, most=500),
        Field.plain("dated_on", Kind.DAY, "Of which day it is.", required=True),
        Field.plain("expires_on", Kind.DAY, "The last day on which it holds.", required=True),
    ),
    "accreditations.withdraw": (Field.plain("on", Kind.DAY, "From which day on.", required=True), _REASON),
    "policies.publish": (
        Field.text("text", "A whole profile, in TOML.", required=True, most=100_000),
        Field.text("profile", "What this version is called.", required=True, most=100),
    ),
    "rates.publish": (
        Field.text("from_currency", "The currency that is exchanged.", required=True, most=3),
        Field.text("to_currency", "The currency that one unit of it is worth.", required=True, most=3),
        Field.number("rate", "What one unit is worth.", required=True, most=10**12),
        Field.text("source", "Where the rate comes from.", required=True, most=500),
        Field.plain("since", Kind.INSTANT, "From when on.", required=True),
    ),
    "fund.pay_in": (_AMOUNT, _CURRENCY),
    "fund.pay_out": (_AMOUNT, _CURRENCY),
    "bank.credit": (
        Field.text("bank_id", "The bank's id of the entry.", required=True, most=200),
        _CURRENCY,
        Field.whole("amount_minor", "How much, in minor units.", required=True, least=1, most=10**17),
        Field.text("payer", "Who pays, as the bank says.", most=1_000),
        Field.text("payer_account", "From which account.", most=200),
        Field.text("text", "What the payer wrote.", most=4_000),
        Field.plain("value_on", Kind.DAY, "The value date.", required=True),
    ),
    "screenings.import_list": (
        Field.text("name", "The list's name; a newer one of the same name takes its place.", required=True, most=200),
        Field.text("source", "Who keeps the list.", required=True, most=500),
        Field.listed("entries", "Whom it names.", Field.several("entry", "An entry.", (
            Field.text("name", "The name as the list writes it.", required=True, most=500),
            Field.text("country", "The country, as the list writes it.", most=100),
        )), required=True, most=200_000),
    ),
    "screenings.clear": (Field.text("reason", "Why it is somebody else.", required=True),),
    "approvals.refuse": (Field.text("reason", "Why not."),),
    "bank.recall": (
        Field.text("bank_id", "The bank's id of the taking back.", required=True, most=200),
        Field.text("of", "The bank's id of the credit.", required=True, most=200),
    ),
    "bank.statement": (
        _CURRENCY,
        Field.plain("through", Kind.DAY, "The day that it ends with.", required=True),
        Field.whole("closing_minor", "What the account holds then.", required=True, least=-_LARGEST, most=_LARGEST),
        Field.listed("lines", "What was booked.", _LINE, most=1_000_000),
    ),
    "bank.bear": (Field.text("bank_id", "The bank's id of the line.", required=True, most=200), _REASON),
}  # fmt: skip
"""What may be said with everything else that a person asks for, by use case."""
