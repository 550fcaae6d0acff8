"""The tables as a Django app."""

from django.apps import AppConfig


class Store(AppConfig):
    """`tradeward.store`, label `store`."""

    name = "tradeward.store"
    label = "store"
