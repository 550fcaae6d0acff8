"""The closed table of what people say with each move of each life: what is not in a row is refused (DESIGN §2, §4)."""

from typing import get_args

from tradeward.domain import decision, disputing, needs, policy, underwriting
from tradeward.domain.saying.field import Field, Fields, Kind
from tradeward.domain.saying.forms import CONTRACT, PARTS, REPORT

_NOTHING: Fields = ()
_REASON = Field.text("reason", "Why, in your own words.", required=True)
_TIE = Field.text(
    "tie", "Your tie to either side; `none` is the only one that lets you go on.", required=True, most=200
)
_PAPER = Field.text("document", "The customs paper: its name, number or file.", required=True, most=255)
_INSPECTOR = (Field.plain("inspector_id", Kind.ID, "The inspector's organisation.", required=True),)
_CEILING: Fields = (
    Field(
        name="ceiling_minor", kind=Kind.WHOLE, most=10**15, says="A lower limit than the arithmetic's, in minor units."
    ),
    Field.text("reason", "Why there is a ceiling; a ceiling needs one."),
)
_DEPARTURES: Fields = (
    Field.choice("outcome", "Another outcome than the computed one.", decision.OUTCOMES),
    Field.plain("award", Kind.AMOUNT, "Another award than the computed one, in the order's currency."),
    Field.several("reasons", "A reason for each departure from what was computed.", (
        Field.text("outcome", "Why the outcome is another."), Field.text("award", "Why the award is another."),
    )),
)  # fmt: skip
DOCUMENT: Fields = (
    Field.text("kind", "What the document shows, such as on_board or carrier_receipt.", required=True, most=40),
    Field.text("number", "Its number.", required=True, most=100),
    Field.plain("date", Kind.DAY, "Its day.", required=True),
    Field.text("carrier", "Who carries the goods.", required=True, most=200),
    Field.text("file", "The file of it, by name or address.", required=True, most=255),
    Field.text("place", "Where the goods were handed over.", required=True, most=200),
)

_ORDER: dict[str, Fields] = {
    "propose": (
        Field(name="body", kind=Kind.VERBATIM, of=CONTRACT, required=True, says="The whole contract version, as it is hashed."),
    ),
    "sign": (
        Field.text("hash", "The hash of the version that is signed.", required=True, most=64),
        Field.plain("cover", Kind.AMOUNT, "The cover that was shown, in the order's currency.", required=True),
    ),
    "receive": (_PAPER, Field.plain("cleared_at", Kind.INSTANT, "When the goods were cleared.", required=True)),
    "contest": (_REASON,),
    "waive": (Field.plain("amount", Kind.AMOUNT, "The amount that loses its quality cover, as it is shown.", required=True),),
    **dict.fromkeys(
        ("withdraw", "call_off", "declare_ready", "accept", "approve", "walk_away", "give_up"), _NOTHING
    ),
}  # fmt: skip

_INSPECTION: dict[str, Fields] = {
    "book": _INSPECTOR,
    "assign": _INSPECTOR,
    "object": (_REASON,),
    "report": (Field.several("report", "What was found.", REPORT, required=True),),
    "decline": (Field.text("tie", "Your tie to either side, where that is why: you are not drawn again.", most=200),),
    **dict.fromkeys(("draw", "call", "not_presented", "rework", "reject"), _NOTHING),
}

_DISPUTE: dict[str, Fields] = {
    "add_ground": (
        Field.choice("ground", "Another ground of the same claim.", get_args(policy.Ground), required=True),
    ),
    "answer": (Field.choice("answer", "What the supplier does about the claim.", disputing.ANSWERS, required=True),),
    "offer": (Field.plain("amount", Kind.AMOUNT, "The figure to settle on, in the order's currency.", required=True),),
    "take": (_TIE,),
    "ask": (
        Field.text("item", "What is asked for, named precisely.", required=True, most=500),
        Field.choice("of", "Which side is asked.", ("buyer", "supplier"), required=True),
    ),
    "extend": (Field.text("item", "The item as it was asked for.", required=True, most=500),),
    "rule": _DEPARTURES,
    "countersign": (_TIE,),
    "send_back": (_TIE, _REASON),
    "appeal": (_REASON,),
    "take_appeal": (_TIE,),
    "rule_appeal": (
        *_DEPARTURES,
        Field.mapped(
            "forged",
            "Files of the buyer's that are found forged, each by its id with the reason.",
            Field.text("reason", "Why it is forged."),
            most=50,
        ),
    ),
    **dict.fromkeys(("inspect", "settle", "withdraw", "escalate", "close_file"), _NOTHING),
}

_SUPPLIER: dict[str, Fields] = {
    "review": (
        Field.choice("verification", "How he was verified.", underwriting.VERIFICATIONS, required=True),
        Field.text("history", "His sales history, which may be empty: say so.", required=True),
        Field.text("performance", "His performance record.", required=True),
        Field.text("legal_status", "His verified legal status.", required=True),
    ),
    "admit": _CEILING,
    "review_limit": _CEILING,
    "suspend": (_REASON, Field.choice("cause", "A cause that makes releases wait.", needs.FRAUD)),
    **dict.fromkeys(("decline", "restore", "expel"), (_REASON,)),
    **dict.fromkeys(("apply", "appeal", "leave", "put_up", "return_security"), _NOTHING),
}

_CREDIT: dict[str, Fields] = {
    "propose": (
        Field.text(
            "reference", "The reference of an instalment, an inspection, a debt or a security.", required=True, most=40
        ),
    ),
    **dict.fromkeys(("match", "decline", "send_back"), _NOTHING),
}

_BY_LIFE: dict[str, dict[str, Fields]] = {
    "order": _ORDER,
    "instalment": {"return_early": _NOTHING},
    "inspection": _INSPECTION,
    "shipment": {"ship": DOCUMENT},
    "amendment": {"sign": _NOTHING, "withdraw": _NOTHING},
    "dispute": _DISPUTE,
    "recovery": {
        "plan": (PARTS,),
    },
    "credit": _CREDIT,
    "payment_out": {"renew": _NOTHING},
    "supplier": _SUPPLIER,
}

SAID: dict[tuple[str, str], Fields] = {
    (noun, verb): fields for noun, verbs in _BY_LIFE.items() for verb, fields in verbs.items()
}
"""What may be said with every move that a person makes, by life and verb."""
