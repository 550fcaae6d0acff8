"""Which characters the packaged fonts can show; any other is shown as its number, so that nothing vanishes from a paper."""

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont

FONT = Path(pylopdf_fonts_zh_cn.serif_path())
"""Noto Serif SC: Han, kana, the commoner letters of Latin, Greek and Cyrillic. The rest of these, and Hebrew, Arabic, Armenian and
Georgian letters, the setter's own fonts have."""
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""Categories of what steers text and is not seen: also what turns the direction of reading."""
_RUN = 24
"""Characters without a space after which a line may break."""


@cache
def covered() -> frozenset[int]:
    """The code points that can be shown."""
    with TTFont(FONT, lazy=True) as font:
        found = {*font.getBestCmap(), *_of_the_setter()}
    return frozenset(code for code in found if unicodedata.category(chr(code)) not in _UNSEEN)


def _of_the_setter() -> Iterator[int]:
    """What `other_glyphs.txt` lists."""
    text = resources.files(__package__).joinpath("other_glyphs.txt").read_text(encoding="ascii")
    for one in text.partition("\n")[2].split():
        first, _, last = one.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def shown(text: str, *, plainly: bool = False) -> str:
    """`text` with each character that cannot be seen as its number, `[U+1F600]`, and room for a line to break; a new line is one.

    `plainly`: with numbers for whatever joins or combines with its neighbours, too.
    """
    seen = covered()
    out = [_one(sign, seen, plainly) for sign in text.replace("\t", "    ")]
    return _breakable("".join(out))


def _one(sign: str, seen: frozenset[int], plainly: bool) -> str:
    if sign == "\n":
        return sign
    joins = plainly and (unicodedata.combining(sign) or unicodedata.bidirectional(sign) in ("R", "AL", "AN", "NSM"))
    return sign if ord(sign) in seen and not joins else f"[U+{ord(sign):04X}]"


def _breakable(text: str) -> str:
    """A zero-width space in runs that no line could hold."""
    out, run = [], 0
    for sign in text:
        run = 0 if sign in " \n" or ord(sign) > 0x2E7F else run + 1
        out.append(sign)
        if run and run % _RUN == 0:
            out.append("\u200b")
    return "".join(out)
