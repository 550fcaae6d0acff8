"""An entry of the ledger as a plain value: named movements of money between two accounts each (RULES §7)."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from tradeward.domain import vocabulary

Content = dict[str, str | None | list[list[str]]]


@dataclass(frozen=True, slots=True)
class Row:
    """`minor` units of `currency`, debited to one account and credited to another.

    Refuses, as a bug: amounts that are not positive integers, and an account paying itself.
    """

    debit: str
    credit: str
    currency: str
    minor: int

    def __post_init__(self) -> None:
        if type(self.minor) is not int or self.minor <= 0:
            raise ValueError(f"a row moves a positive number of minor units, not {self.minor!r}")
        if not self.debit or not self.credit or self.debit == self.credit:
            raise ValueError(f"a row needs two accounts, not {self.debit!r} and {self.credit!r}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one recipe writes, whole or not at all; the same `key` twice is the same entry, for ever (RULES §7).

    Refuses, as a bug: an entry without a recipe, a key or a row.
    """

    recipe: str
    key: str
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if not self.recipe or not self.key:
            raise ValueError("an entry names its recipe and its key")
        if not self.rows:
            raise ValueError(f"entry {self.key} has no row")


def content(entry: Entry, *, at: datetime, subject: str | None) -> Content:
    """What the hash of `entry`, counting from `at`, is taken over: strings only, the instant in UTC with microseconds.

    Refuses, as a bug: an instant without a time zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return {
        "key": entry.key,
        "recipe": entry.recipe,
        "subject": subject,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "rows": [[row.debit, row.credit, row.currency, str(row.minor)] for row in entry.rows],
    }


def written(entry: Entry, *, at: datetime, subject: str | None) -> str:
    """The entry as it is sent to the ledger: the very text that is hashed, a JSON object, with its hash added."""
    text = vocabulary.canonical(content(entry, at=at, subject=subject))
    return f'{text[:-1].decode()},"hash":"{hashlib.sha256(text).hexdigest()}"}}'


def hashed(content: Content) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of an entry's `content`."""
    return vocabulary.digest(content)
