"""Terms of the order itself: not listed among the terms of the goods, but written under keys of the contract's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.terms.kind import Kind


@dataclass(frozen=True, kw_only=True)
class OfOrder(Kind):
    """A term that a contract has once; its id is its name. `BODY` are the contract's keys that it is read from."""

    BODY: ClassVar[tuple[str, ...]]
    PLACE: ClassVar[str] = ""
    """The key that its own keys stand under; empty where they are keys of the contract itself."""

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self | None:
        """The term that a contract's keys write down; None where it has none of them. Refuses: as `read`."""
        found = {key: body[key] for key in cls.BODY if body.get(key) not in (None, "", [])}
        return cls.read({"id": cls.NAME, "kind": cls.NAME, **cls.taken(found)}, Place(cls.PLACE)) if found else None

    @classmethod
    def taken(cls, found: Mapping[str, Any]) -> Mapping[str, Any]:
        """The keys of the contract as the keys of the term; a clause that is no object is its first key, to be refused by name."""
        if not cls.PLACE:
            return found
        clause = found[cls.PLACE]
        return clause if isinstance(clause, Mapping) else {cls.KEYS.split()[0]: clause}
