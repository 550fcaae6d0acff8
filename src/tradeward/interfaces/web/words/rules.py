"""What the rules say, in the page's language: whole sentences by the catalogue, those with gaps by the sentence they were made from.

The domain speaks English and knows no catalogue. A sentence with gaps stands in the catalogue under the context `rule`, such as
"The {noun} is {state}: it cannot {verb} from there."; what fills a gap is translated by itself where it has a translation.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.messages.mofile import read_mo
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

CONTEXT = (b"rule", "rule")
"""As Babel reads a compiled catalogue, and as it stands there."""
SOURCE = "en"
"""The language that the rules are written in."""
_GAP = re.compile(r"\{(\w+)\}")
_REASON = re.compile(r"(r[0-9]+(?: [^:]{1,80})?): (.*?)((?: \[.*\])?)", re.DOTALL)
"""A reason of a finding as it is printed: the rule's number and the term, why, and the evidence."""
_AFTER_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z]|r[0-9])")
_FIRST, _LATER = r"(?:(?![.:,]\s).)*?", r"(?:(?!\.\s).)*?"
"""What fills a gap stays within its sentence; one that begins it within its clause, as anything could come before it."""
_NUMBER = r"[0-9]+"
"""What fills a gap that is called `n`."""
_MARKS = (("; ", "；"), (": ", "："), (", ", "，"))
_DEEPEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """A sentence with gaps: what of it stands fast, how it is recognised, and the same in the other language."""

    fast: str
    known: re.Pattern[str]
    told: str


def said(text: str) -> str:
    """A sentence of the rules in the page's language; what no catalogue knows stays as it is."""
    language = translation.get_language() or SOURCE
    return _said(text, language, _DEEPEST) if text and language != SOURCE else text


@lru_cache(maxsize=4096)
def _said(text: str, language: str, deeper: int) -> str:
    if reason := _REASON.fullmatch(text):
        return f"{reason[1]}：{_said(reason[2], language, deeper)}{reason[3]}"
    if (found := _known(text, language, deeper)) is not None or not deeper:
        return text if found is None else found
    parts = _AFTER_SENTENCE.split(text)
    if len(parts) > 1:
        told = [_said(one, language, deeper - 1) for one in parts]
        return "".join(one if one.endswith("。") else f"{one} " for one in told).strip()
    place, blank, why = text.partition(" ")
    if blank and not place.endswith((":", ",")) and (found := _known(why, language, deeper)) is not None:
        return f"{place} {found}"
    for mark, written in _MARKS:
        parts = text.split(mark) if mark in text else []
        if (told := [_said(one, language, deeper - 1) for one in parts]) != parts:
            return written.join(told)
    return text


def _known(text: str, language: str, deeper: int) -> str | None:
    """A text that the catalogue has: as it stands, as a word or a sentence that is written otherwise there, or with gaps."""
    first = f"{text[:1].upper()}{text[1:]}"
    for other in (text, text.replace("_", " "), first, f"{first}.", text.removesuffix(".")):
        if (found := gettext(other)) != other:
            return found if other == text else found.removesuffix("。")
    for one in _sentences(language) if deeper else ():
        if one.fast in text and (filled := one.known.fullmatch(text)):
            told = {name: _said(value, language, deeper - 1) for name, value in filled.groupdict().items()}
            return _GAP.sub(lambda gap, told=told: told[gap[1]], one.told)  # type: ignore[misc]
    return None


@lru_cache
def _sentences(language: str) -> tuple[_Sentence, ...]:
    """The sentences with gaps of a language, the most telling first."""
    folder = Path(settings.LOCALE_PATHS[0]) / translation.to_locale(language) / "LC_MESSAGES"
    if not (folder / "django.mo").exists():
        return ()
    with (folder / "django.mo").open("rb") as file:
        catalogue = read_mo(file)
    found = [
        _sentence(one.id, str(one.string)) for one in catalogue if one.context in CONTEXT and isinstance(one.id, str)
    ]
    return tuple(sorted(found, key=lambda one: -sum(map(len, _GAP.split(one.known.pattern)))))


def _sentence(text: str, told: str) -> _Sentence:
    pieces = _GAP.split(text)
    filled = [_NUMBER if one == "n" else _LATER if n > 1 or pieces[0] else _FIRST for n, one in enumerate(pieces)]
    known = "".join(f"(?P<{one}>{filled[n]})" if n % 2 else re.escape(one) for n, one in enumerate(pieces))
    return _Sentence(fast=max(pieces[::2], key=len), known=re.compile(known, re.DOTALL), told=told)
