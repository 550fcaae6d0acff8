"""What a field of a request is: its name, its kind, its bounds, and one sentence that says what it means."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of value there are. What is read is a string unless it says otherwise."""

    TEXT = "text"
    """Some words, at most `max_length` characters; blanks around them fall away."""
    AMOUNT = "amount"
    """Money in plain decimal notation, not negative; the currency is known from elsewhere."""
    NUMBER = "number"
    """An exact decimal number written as a string, from `least` to `most`."""
    DIGITS = "digits"
    """A whole number written as a string, from `least` to `most`."""
    WHOLE = "whole"
    """A JSON integer from `least` to `most`; read as int."""
    DAY = "day"
    """A calendar day, `2027-05-14`."""
    INSTANT = "instant"
    """An instant of RFC 3339 with its offset; read as datetime in UTC."""
    ID = "id"
    """A UUID; read as UUID."""
    CHOICE = "choice"
    """One of the words in `choices`."""
    LIST = "list"
    """At most `max_length` values, each as the one field in `of`; read as list."""
    MAP = "map"
    """An object of at most `max_length` keys that are the asker's own, each value as the one field in `of`; read as dict."""
    OBJECT = "object"
    """An object with the fields in `of` and no others; read as dict."""
    VERBATIM = "verbatim"
    """An object as above that is hashed as it was sent: it is checked, and handed on untouched."""
    OPEN = "open"
    """Strings, lists and objects of them, for who reads it later to judge; bounded in depth and size."""


MOST_CHARACTERS = 4_000
"""How long a text may be where nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that may be said, and must be where it is `required`. `says` explains it to who reads the reference."""

    name: str
    kind: Kind
    says: str
    required: bool = False
    max_length: int = MOST_CHARACTERS
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 10**9
    of: tuple["Field", ...] = ()

    @classmethod
    def text(cls, name: str, says: str, *, required: bool = False, most: int = 4_000) -> "Field":
        """A text of at most so many characters."""
        return cls(name=name, kind=Kind.TEXT, says=says, required=required, max_length=most)

    @classmethod
    def choice(cls, name: str, says: str, choices: tuple[str, ...], *, required: bool = False) -> "Field":
        """One of some words."""
        return cls(
            name=name, kind=Kind.CHOICE, says=says, required=required, choices=tuple(str(one) for one in choices)
        )

    @classmethod
    def plain(cls, name: str, kind: Kind, says: str, *, required: bool = False) -> "Field":
        """A field whose kind says all of its form."""
        return cls(name=name, kind=kind, says=says, required=required)

    @classmethod
    def whole(cls, name: str, says: str, *, required: bool = False, least: int = 0, most: int = 10**9) -> "Field":
        """A JSON integer."""
        return cls(name=name, kind=Kind.WHOLE, says=says, required=required, least=least, most=most)

    @classmethod
    def listed(cls, name: str, says: str, one: "Field", *, required: bool = False, most: int = 100) -> "Field":
        """A list of at most so many values."""
        return cls(name=name, kind=Kind.LIST, says=says, required=required, max_length=most, of=(one,))

    @classmethod
    def mapped(cls, name: str, says: str, one: "Field", *, required: bool = False, most: int = 200) -> "Field":
        """An object whose keys are the asker's own."""
        return cls(name=name, kind=Kind.MAP, says=says, required=required, max_length=most, of=(one,))

    @classmethod
    def several(cls, name: str, says: str, fields: tuple["Field", ...], *, required: bool = False) -> "Field":
        """An object with these fields and no others."""
        return cls(name=name, kind=Kind.OBJECT, says=says, required=required, of=fields)

    @classmethod
    def digits(cls, name: str, says: str, *, required: bool = False, least: int = 0, most: int) -> "Field":
        """A whole number as a string."""
        return cls(name=name, kind=Kind.DIGITS, says=says, required=required, least=least, most=most)

    @classmethod
    def number(cls, name: str, says: str, *, required: bool = False, least: int = 0, most: int) -> "Field":
        """An exact decimal as a string."""
        return cls(name=name, kind=Kind.NUMBER, says=says, required=required, least=least, most=most)


Fields = tuple[Field, ...]
