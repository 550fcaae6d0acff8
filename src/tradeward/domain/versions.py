"""What changed between two versions of a contract, place by place, in words that both sides can read (RULES §4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place of a contract (RFC 6901): what stood there, what stands there now; None is nothing."""

    pointer: str
    was: Any
    now: Any

    @property
    def sentence(self) -> str:
        """The change as a sentence."""
        place = self.pointer.removeprefix("/").replace("/", " › ") or "the contract"
        if self.was is None:
            return f"{place}: {_short(self.now)} is new."
        if self.now is None:
            return f"{place}: {_short(self.was)} is gone."
        return f"{place}: {_short(self.was)} became {_short(self.now)}."


def changes(old: Any, *, new: Any, at: str = "") -> Iterator[Change]:
    """Every place that differs, in the order of the keys. Things in a list are told apart by their `id`, else by their place."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in sorted({*old, *new}):
            yield from changes(old.get(key), new=new.get(key), at=f"{at}/{_escaped(key)}")
    elif isinstance(old, list) and isinstance(new, list):
        yield from changes(_named(old), new=_named(new), at=at)
    elif old != new:
        yield Change(pointer=at, was=old, now=new)


def _named(items: list[Any]) -> dict[str, Any]:
    ids = [one.get("id") if isinstance(one, Mapping) else None for one in items]
    if all(isinstance(id, str) for id in ids) and len(set(ids)) == len(ids):
        return dict(zip([str(id) for id in ids], items, strict=True))
    return {f"{n:03}": one for n, one in enumerate(items, 1)}


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_short(inner)}" for key, inner in value.items()) + "}"
    return "[" + ", ".join(map(_short, value)) + "]" if isinstance(value, list) else str(value)
