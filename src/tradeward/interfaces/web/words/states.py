"""What roles, nouns, states and grounds are called."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ROLES = {
    "buyer": _("buyer"), "supplier": _("supplier"), "inspector": _("inspector"), "officer": _("officer"),
    "operator": _("operator"), "clock": _("the clock"), "ruling": _("the ruling"), "reaction": _("by itself"),
}  # fmt: skip
NOUNS = {
    "order": _("Order"), "instalment": _("Instalment"), "reservation": _("Cover"), "inspection": _("Inspection"),
    "shipment": _("Shipment"), "amendment": _("Amendment"), "dispute": _("Dispute"), "offer": _("Settlement offer"),
    "recovery": _("Debt"), "credit": _("Credit"), "payment_out": _("Payment"), "supplier": _("Supplier"),
    "evidence": _("File"), "message": _("Message"), "fact": _("Fact"),
}  # fmt: skip
STATES = {
    "order": {
        "offered": _("offered"), "signed": _("signed"), "making": _("making"), "ready": _("ready"), "shipped": _("shipped"),
        "received": _("received"), "closed": _("closed"), "cancelled": _("cancelled"), "lapsed": _("lapsed"),
    },
    "instalment": {
        "planned": _("not due yet"), "open": _("to be paid"), "paid": _("paid"), "done": pgettext_lazy("instalment", "settled"), "void": _("void"),
    },
    "reservation": {"held": pgettext_lazy("cover", "held"), "open": _("reserved"), "freed": _("freed")},
    "inspection": {
        "requested": _("requested"), "booked": _("booked"), "reported": _("reported"), "failed": _("failed"),
        "passed": _("passed"), "rework": _("rework"), "rejected": _("goods rejected"), "agreed": _("agreed otherwise"),
        "waived": _("waived"), "not_presented": _("goods not presented"), "void": _("void"),
    },
    "shipment": {"planned": _("not shipped"), "shipped": _("shipped"), "void": _("void")},
    "amendment": {
        "proposed": _("proposed"), "signed": _("signed"), "withdrawn": _("withdrawn"), "lapsed": _("lapsed"),
    },
    "dispute": {
        "open": _("open"), "answered": _("answered"), "escalated": _("escalated"), "drafted": _("waits for a second officer"),
        "ruled": _("ruled"), "appealed": _("appealed"), "settled": _("settled"), "final": _("final"),
        "withdrawn": _("withdrawn"),
    },
    "offer": {
        "standing": _("standing"), "replaced": _("replaced"), "accepted": _("accepted"), "expired": _("expired"),
    },
    "recovery": {
        "noticed": _("noticed"), "overdue": _("overdue"), "planned": _("paid in parts"), "collected": _("collected"),
        "written_off": _("written off"), "cancelled": _("cancelled"),
    },
    "credit": {
        "suspense": _("in suspense"), "matched": _("matched"), "sent_back": _("sent back"), "recalled": _("recalled"),
    },
    "payment_out": {
        "due": _("due"), "sent": _("sent"), "booked": pgettext_lazy("payment", "booked"), "returned": _("returned"), "rebatched": _("in a new batch"),
        "taken_back": _("taken back"),
    },
    "letter": {"waiting": _("waiting"), "sent": _("sent"), "given_up": _("given up")},
    "supplier": {
        "outside": _("outside the scheme"), "applied": _("applied"), "reviewed": _("reviewed"), "assured": _("assured"),
        "suspended": _("suspended"), "declined": _("declined"), "out": _("out"),
    },
}  # fmt: skip
GROUNDS = {
    "ship_date": _("ship date missed"), "quality": _("quality not as agreed"), "quantity": _("quantity short"),
    "packaging": _("packaging not as agreed"), "documents": _("documents not as agreed"),
}  # fmt: skip
VERDICTS = {
    "met": _("met"), "breached": _("breached"), "not_proven": _("not proven"), "undecidable": _("undecidable"),
}  # fmt: skip
CLASSES = {"critical": _("critical"), "major": _("major"), "minor": _("minor")}
"""The classes of defects in a sampling plan."""
REPORTED = {
    "date": _("day"), "lot": _("lot"), "lot_size": _("units in the lot"), "sample_size": _("units looked at"),
    "nonconforming_units": _("units that do not conform"), "position": _("position"), "seen_at": _("looked at"),
}  # fmt: skip
"""What a report says beside readings, defects and results."""
PURPOSES = {
    "payout": _("payout to the supplier"), "refund": _("refund to the buyer"), "inspection": _("fee of an inspector"),
    "fee": _("fee given back"), "excess": _("paid too much"), "return": _("sent back"), "security": _("security given back"),
}  # fmt: skip
"""What a payment out is for."""
RELEASES = {
    "on_capture": _("to the supplier as soon as it is paid"), "on_shipment": _("to the supplier on shipment"),
    "on_acceptance": _("to the supplier on acceptance"),
}  # fmt: skip
CHOICES = {
    "accept": _("accept the claim"), "contest": _("contest the claim"), "cure": _("put it right"), "cancel": _("cancel the order"),
    "refuse": _("refuse the goods"), "keep": _("keep the goods, money back"), "dismissed": _("dismissed"),
    "price": _("price"), "split": _("split of what is paid"), "signing": _("signing"), "ready": _("goods ready"),
    "inspection": _("inspection passed"), "shipped": _("shipped"), "received": _("received"),
    "pre_shipment": _("pre-shipment (recommended)"), "post_delivery": _("post-delivery"), "none": _("none"),
    "express": _("express"), "air": _("air"), "road": _("road"), "rail": _("rail"), "sea": _("sea"), "pass": _("pass"),
    "fail": _("fail"), "force_majeure": _("force majeure"), "count": _("count"), "document": _("document"),
    "buyer": _("buyer"), "supplier": _("supplier"), "here": _("here"), "accepted": _("accepted"),
    "instalment": _("Instalment"), "recovery": _("Debt"),
}  # fmt: skip
"""What the words of a choice are called; one that is not here is shown as the rules write it."""
KINDS = {
    "measure": _("measured"), "sampling": _("sampled for defects"), "approved_sample": _("approved sample"),
    "test_document": _("test report or certificate"), "marking": _("marking"), "packaging": _("packaging"),
    "pass_fail": _("pass or fail"), "vague": _("words alone"), "quantity": _("quantity"),
}  # fmt: skip
"""The kinds of term of goods."""
_REPORT = _("the report of an accredited, independent inspector")
DECIDED_BY = {
    "measure": _("readings in the report of an accredited, independent inspector"),
    "sampling": _("the defects that an accredited inspector counts in his sample"),
    "approved_sample": _REPORT, "marking": _REPORT, "packaging": _REPORT, "pass_fail": _REPORT,
    "test_document": _("the document itself, shown in the order's chain, or an inspector's word on it"),
    "vague": _("nothing: nobody can measure it"), "quantity": _("a count on delivery, or an inspector's"),
}  # fmt: skip
"""What settles each kind of term, in a few words: the evidence that a claim on it asks for (RULES §6)."""
LABELS = {
    "bp": _("Share, in basis points (3000 = 30 %)"), "id": _("Short name"), "text": _("Sentence"),
    "ship_zone": _("Time zone in which the ship date ends"), "buyer_zone": _("Time zone of the buyer's days"),
    "late_ld": _("Damages for lateness"), "not_assured": _("Terms without cover"), "ship_event": _("What proves shipment"),
    "zone": _("Time zone"), "account": _("Bank account"),
}  # fmt: skip
"""What fields are called whose own name is no word of the language."""
FACTS = {
    "legal_status": _("legal status"), "licence": _("licence"), "insurance": _("insurance"), "site_audit": _("site audit"),
    "sales_history": _("sales history"), "performance": _("performance record"),
}  # fmt: skip
CAUSES = {
    "late": _("late shipment"), "nonconforming": _("goods not as agreed"), "non_delivery": _("not delivered"),
    "debt": _("debt left unpaid"),
}  # fmt: skip
"""What is known of a supplier, and what penalty points are for."""
