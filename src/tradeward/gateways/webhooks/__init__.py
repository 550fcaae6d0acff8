"""Webhooks out: an address that is not one of ours, a signed message, one try with an end (docs/decisions/webhooks.md)."""

from tradeward.gateways.webhooks.addresses import check_url, refused
from tradeward.gateways.webhooks.sending import Answer, Line, send
from tradeward.gateways.webhooks.signing import headers, print_of, secret

__all__ = ["Answer", "Line", "check_url", "headers", "print_of", "refused", "secret", "send"]
