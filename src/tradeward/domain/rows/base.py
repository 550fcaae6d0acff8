"""A row: a plain record with its own id."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True, eq=False)
class Row:
    """A row with its own id; `noun` is the word for it in journal, URL and table name."""

    noun: ClassVar[str]
    id: UUID
