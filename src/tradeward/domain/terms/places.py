"""Whether a trade term names a place: Incoterms 2020 ask for a port or place by its name, and a country is neither."""

from functools import cache
from importlib import resources

_KINDS = frozenset(
    "port ports any port main port main ports base port sea port seaport named place named port place origin destination "
    "factory works warehouse premises facility plant door site airport terminal port of loading port of shipment "
    "port of destination port of discharge".split()
)
"""Words that say what kind of place it is, and not which."""
_FILLERS = frozenset(
    "any main base the a an named our your its buyer's seller's supplier's buyer seller supplier of in at to or and chinese "
    "european indian turkish vietnamese asian american german japanese loading shipment discharge nearest agreed local sea".split()
)


@cache
def countries() -> frozenset[str]:
    """The names of countries and of parts of the world; a city that is a country (Singapore) is a place, and not here."""
    file = resources.files("tradeward.domain").joinpath("data", "countries.txt")
    return frozenset(file.read_text(encoding="utf-8").casefold().splitlines())


def named(text: str) -> bool:
    """Whether one part of `text`, between commas, is more than a country or a kind of place: "Ningbo, China" is."""
    return any(_specific(part.strip(" ;.-()").casefold()) for part in text.split(","))


def _specific(part: str) -> bool:
    """ "any port in china" says no more than "china"; Port of Spain is a city."""
    left = " ".join(word for word in part.split() if word not in _KINDS | _FILLERS)
    return part == "port of spain" or bool(left) and not {part, left} & countries()
