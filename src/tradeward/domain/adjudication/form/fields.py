"""Reading a JSON object key by key: what is asked for is known, everything else is refused by name."""

from typing import Any

from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.adjudication.form.scalars import Reader, T, shown


class Fields:
    """The object at `path`; `known` are all keys it may have."""

    def __init__(self, value: Any, path: Place, *, known: str) -> None:
        if not isinstance(value, dict):
            path.refuse(f"{shown(value)} is not an object")
        self._known = known.split()
        for key in value:
            if key not in self._known:
                path.key(key).refuse(f"unknown key; known here are {', '.join(self._known)}")
        self._value = value
        self.path = path

    def __contains__(self, key: str) -> bool:
        return key in self._value

    def need(self, key: str, read: Reader[T]) -> T:
        """The value of `key`. Refuses: a missing key."""
        if key not in self._value:
            self.at(key).refuse("required, and missing")
        return read(self._value[key], self.at(key))

    def take(self, key: str, read: Reader[T], default: T) -> T:
        """The value of `key`, or `default` where the key is missing."""
        return self.need(key, read) if key in self._value else default

    def maybe(self, key: str, read: Reader[T]) -> T | None:
        """The value of `key`, or None where the key is missing."""
        return self.need(key, read) if key in self._value else None

    def at(self, key: str) -> Place:
        """The path of `key`."""
        assert key in self._known, key
        return Place(f"{self.path}.{key}" if self.path else key)
