"""What a policy key may hold: its kind, bounds, default, § of the rules and scope. policy.py lists the keys."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tradeward.domain import days, money
from tradeward.domain.refusals import RuleBroken

Value = int | bool | str | tuple[str, ...]
Scope = Literal["order", "market"]
"""`order`: frozen into an order at its last signature. `market`: always today's (RULES, introduction)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(ABC):
    """One policy key: § of RULES.md, what it says, its default and its scope."""

    rule: str
    says: str
    default: Value
    scope: Scope = "order"

    @property
    @abstractmethod
    def bounds(self) -> str:
        """What the key may hold, as the reference and a refusal print it."""

    @abstractmethod
    def admits(self, value: object) -> bool:
        """Whether `value` has the right type and lies within the bounds."""

    @abstractmethod
    def text(self, value: Value) -> str:
        """`value` as the string that is stored in an order."""

    @abstractmethod
    def value(self, text: str) -> object:
        """The value whose stored string is `text`; not yet checked against the bounds."""

    def checked(self, name: str, value: object) -> Value:
        """`value` for the key `name`. Refuses: a wrong type, and what is out of bounds."""
        if isinstance(value, list):
            value = tuple(value)
        if not self.admits(value):
            raise RuleBroken(f"policy key {name} is {value!r}: it must be {self.bounds}, RULES {self.rule}", field=name)
        assert isinstance(value, int | str | tuple)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Key):
    """A whole number from `low` to `high`; its unit is in the key's name."""

    low: int
    high: int

    @property
    def bounds(self) -> str:
        return f"a whole number from {self.low} to {self.high}"

    def admits(self, value: object) -> bool:
        return type(value) is int and self.low <= value <= self.high

    def text(self, value: Value) -> str:
        return str(value)

    def value(self, text: str) -> object:
        return int(text) if text.isdecimal() and text.isascii() else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Key):
    """true or false."""

    @property
    def bounds(self) -> str:
        return "true or false"

    def admits(self, value: object) -> bool:
        return type(value) is bool

    def text(self, value: Value) -> str:
        return "true" if value else "false"

    def value(self, text: str) -> object:
        return {"true": True, "false": False}.get(text, text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Key):
    """One word of a closed list, which the field's type names."""

    options: tuple[str, ...] = ()

    @property
    def bounds(self) -> str:
        return "one of " + ", ".join(self.options)

    def admits(self, value: object) -> bool:
        return isinstance(value, str) and value in self.options

    def text(self, value: Value) -> str:
        return str(value)

    def value(self, text: str) -> object:
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Several(Choice):
    """Different words of a closed list, at least `fewest` of them."""

    fewest: int = 0

    @property
    def bounds(self) -> str:
        return f"a list of at least {self.fewest} of " + ", ".join(self.options)

    def admits(self, value: object) -> bool:
        if not isinstance(value, tuple) or not all(isinstance(word, str) for word in value):
            return False
        return set(value) <= set(self.options) and len(set(value)) == len(value) >= self.fewest

    def text(self, value: Value) -> str:
        assert isinstance(value, tuple)
        return " ".join(value)

    def value(self, text: str) -> object:
        return tuple(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates(Several):
    """Different calendar dates, written YYYY-MM-DD."""

    @property
    def bounds(self) -> str:
        return "a list of different dates, written YYYY-MM-DD"

    def admits(self, value: object) -> bool:
        return isinstance(value, tuple) and all(map(_is_date, value)) and len(set(value)) == len(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone(Choice):
    """The name of an IANA time zone."""

    @property
    def bounds(self) -> str:
        return "an IANA time zone"

    def admits(self, value: object) -> bool:
        try:
            return isinstance(value, str) and bool(days.zone(value))
        except RuleBroken:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency(Choice):
    """An ISO 4217 code."""

    @property
    def bounds(self) -> str:
        return "an ISO 4217 currency code"

    def admits(self, value: object) -> bool:
        return isinstance(value, str) and value in money.CURRENCIES


def _is_date(word: object) -> bool:
    try:
        return isinstance(word, str) and date.fromisoformat(word).isoformat() == word
    except ValueError:
        return False
