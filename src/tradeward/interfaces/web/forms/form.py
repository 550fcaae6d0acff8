"""A form: the fields of a row of `domain.saying`, what a page knows about them beside, and what was typed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tradeward.domain.adjudication.form import strict_json
from tradeward.domain.refusals import RuleBroken
from tradeward.domain.saying import Field, Fields, Kind
from tradeward.interfaces.web.words import rules

Typed = Mapping[str, Sequence[str]]
"""What a browser sent: texts by the name of their field."""
SCALARS = frozenset(
    {Kind.TEXT, Kind.AMOUNT, Kind.NUMBER, Kind.DIGITS, Kind.WHOLE, Kind.DAY, Kind.INSTANT, Kind.ID, Kind.CHOICE}
)
LINES = frozenset({Kind.TEXT, Kind.NUMBER})
"""Lists of these are typed a line each, where nothing is there to choose from."""
MOST_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What a page knows of a field: what can be chosen, what stands there at first, the keys of a map; `hidden`: not typed."""

    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    hidden: bool = False
    says: str = ""


Hints = Mapping[str, Hint]
"""By the path of the field."""
_NO_HINT = Hint()


@dataclass
class Form:
    """A form as it stands: `typed` is what was sent (None: nothing yet), `wrong` what is said beside a field, by path."""

    fields: Fields
    zone: ZoneInfo
    hints: Hints = field(default_factory=dict)
    typed: Typed | None = None
    wrong: dict[str, str] = field(default_factory=dict)

    def hint(self, path: str) -> Hint:
        """What the page knows of a field."""
        return self.hints.get(path, _NO_HINT)

    def value(self, path: str) -> str:
        """What stands in a field: what was typed, else what the page has there at first."""
        if self.typed is None or self.hint(path).hidden and path not in self.typed:
            return self.hint(path).value
        found = self.typed.get(path) or ("",)
        return found[-1]

    def values(self, path: str) -> list[str]:
        """The same of a field of which several are chosen."""
        return list(self.typed.get(path, ())) if self.typed is not None else self.hint(path).value.split("\n")

    def rows(self, path: str) -> int:
        """How many rows a list of objects, or an open map, has now; `more` asks for another."""
        told = self.value(f"{path}.rows")
        rows = int(told) if told.isdecimal() and told.isascii() and len(told) < 4 else 1
        return max(1, min(MOST_ROWS, rows + (self.value("more") == path)))

    def told(self) -> dict[str, Any]:
        """What was said, as the domain reads it. Refuses: a text that should be JSON and is none (RuleBroken)."""
        return self._object(self.fields, "")

    def refuse(self, broken: RuleBroken) -> bool:
        """Put what was refused beside its field; False where the form has no such field."""
        path = self._path_of(broken.field or "")
        if path is None:
            return False
        self.wrong[path] = rules.said(str(broken))
        return True

    # --- reading

    def _object(self, fields: Fields, path: str) -> dict[str, Any]:
        read = {one.name: self._read(one, f"{path}.{one.name}" if path else one.name) for one in fields}
        return {name: value for name, value in read.items() if value not in (None, "", [], {})}

    def _read(self, one: Field, path: str) -> Any:
        if one.kind in SCALARS:
            return self._scalar(one.kind, self.value(path))
        if one.kind in (Kind.OBJECT, Kind.VERBATIM):
            return self._object(one.of, path)
        if one.kind is Kind.OPEN:
            return _json(self.value(path), path)
        return self._map(one, path) if one.kind is Kind.MAP else self._list(one, path)

    def _scalar(self, kind: Kind, text: str) -> Any:
        text = text.replace("\r\n", "\n")
        if kind is Kind.WHOLE and text.strip().lstrip("-").isdecimal() and text.isascii() and len(text) < 20:
            return int(text)
        if kind is Kind.INSTANT:
            return _instant(text, self.zone)
        return text.strip() if kind is not Kind.TEXT else text

    def _list(self, one: Field, path: str) -> list[Any]:
        (each,) = one.of
        if self.hint(path).options:
            return [value for value in self.values(path) if value]
        if each.kind in LINES:
            return [line.strip() for line in self.value(path).splitlines() if line.strip()]
        rows = [self._read(each, f"{path}.{n}") for n in range(self.rows(path))]
        return [row for row in rows if row not in (None, "", {}, [])]

    def _map(self, one: Field, path: str) -> dict[str, Any]:
        (each,) = one.of
        if keys := self.hint(path).keys:
            read = {key: self._read(each, f"{path}.{key}") for key, _ in keys}
        else:
            rows = range(self.rows(path))
            read = {self.value(f"{path}.{n}.key").strip(): self._read(each, f"{path}.{n}.value") for n in rows}
        return {key: value for key, value in read.items() if key and value not in (None, "", [], {})}

    def _path_of(self, place: str) -> str | None:
        """The path of the field that a place in what was said lies in: the longest there is, or one that ends so."""
        path = place.replace("[", ".").replace("]", "").replace('"', "")
        known = list(self._paths(self.fields, ""))
        within = [one for one in known if path == one or path.startswith(f"{one}.")]
        if within:
            return max(within, key=len)
        return next((one for one in known if one.endswith(f".{path}")), None) if path else None

    def _paths(self, fields: Fields, path: str) -> Any:
        for one in fields:
            here = f"{path}.{one.name}" if path else one.name
            yield here
            if one.kind in (Kind.OBJECT, Kind.VERBATIM):
                yield from self._paths(one.of, here)
            elif one.kind is Kind.LIST and one.of[0].kind is Kind.OBJECT:
                for n in range(self.rows(here)):
                    yield f"{here}.{n}"
                    yield from self._paths(one.of[0].of, f"{here}.{n}")
            elif one.kind is Kind.MAP:
                yield from (f"{here}.{key}" for key, _ in self.hint(here).keys)


def flattened(fields: Fields, told: Mapping[str, Any], *, path: str = "") -> dict[str, Hint]:
    """What is told already, as what stands in a form's fields at first."""
    found: dict[str, Hint] = {}
    for one in fields:
        here, value = f"{path}.{one.name}" if path else one.name, told.get(one.name)
        if value is not None:
            found |= _flat(one, here, value)
    return found


def _flat(one: Field, path: str, value: Any) -> dict[str, Hint]:
    if one.kind in (Kind.OBJECT, Kind.VERBATIM):
        return flattened(one.of, value, path=path)
    if one.kind is Kind.OPEN:
        return {path: Hint(value=json.dumps(value, ensure_ascii=False))}
    if one.kind is Kind.LIST and one.of[0].kind not in LINES:
        found = {f"{path}.rows": Hint(value=str(max(1, len(value))))}
        for n, each in enumerate(value):
            found |= _flat(one.of[0], f"{path}.{n}", each)
        return found
    return {path: Hint(value="\n".join(map(str, value)) if isinstance(value, list | tuple) else str(value))}


def _json(text: str, path: str) -> Any:
    if not text.strip():
        return None
    try:
        return strict_json.parse(line=text.encode(errors="replace"))
    except RuleBroken as broken:
        raise RuleBroken(f"{path} is no JSON: {broken}", field=path) from None


def _instant(text: str, zone: ZoneInfo) -> str:
    """What a browser's own field for day and time says, on the clock of a zone, with its offset; anything else as it is."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        return text.strip()
    return (read if read.tzinfo else read.replace(tzinfo=zone)).isoformat()
