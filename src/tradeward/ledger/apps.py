"""The ledger as a Django app: no models, only the schema that its migration installs."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """`tradeward.ledger`, label `ledger`."""

    name = "tradeward.ledger"
    label = "ledger"
