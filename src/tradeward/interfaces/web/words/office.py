"""What the operator's people ask of each other, and what accounts for a supplier."""

from django.utils.translation import gettext_lazy as _

APPROVALS = {
    "fund.pay_in": _("Pay into the fund"), "fund.pay_out": _("Take money out of the fund"),
    "organisations.change_account": _("Change a bank account"), "recoveries.plan": _("Let a debt be paid in parts"),
    "securities.give_back": _("Give security back"), "bank.bear": _("Bear a difference"),
    "payment_orders.hand_out": _("Take payments to the bank"), "screenings.clear": _("Clear a screening hit"),
    "suspense.match": _("Match a credit"),
}  # fmt: skip
"""By what is asked for."""
