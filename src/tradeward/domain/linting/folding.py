"""Text made plain for patterns: one byte for every code point, so that an offset in the one is an offset in the other."""

import unicodedata

SIGNS = {
    "±": "\x01", "≤": "\x02", "≥": "\x03", "°": "\x04", "€": "\x05", "£": "\x06", "¥": "\x07", "₹": "\x08",
    "Ω": "\x0e", "…": "\x0f", "●": "\x10",
    "×": "x", "µ": "u", "μ": "u", "•": " ", "≈": "~", "～": "~", "∼": "~", "⩽": "\x02", "⩾": "\x03", "℃": "\x04",
    "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-", "─": "-", "’": "'", "‘": "'", "ʼ": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "″": '"', "′": "'", "。": ";", "、": ",", "；": ";", "：": ":", "￥": "\x07", "＄": "$",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u3000": " ", "\u200b": " ", "\ufeff": " ", "\u00ad": "-",
    "ø": "o", "Ø": "O", "ß": "s", "æ": "a", "đ": "d", "ł": "l", "ı": "i", "İ": "I", "∅": "O", "⌀": "O",
    "Δ": "D", "∆": "D", "①": "1", "②": "2", "③": "3",
}  # fmt: skip
"""What stands for a sign that no ASCII letter stands for, and the plain form of those it does."""

UNKNOWN = "\x1a"
"""Stands for a character of a script that the patterns do not read."""


class _Plain(dict[int, str]):
    """The table of `str.translate`, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        letter = unicodedata.normalize("NFKD", chr(code))[0]
        plain = letter if ord(letter) < 128 else UNKNOWN
        if code < 0x3000:  # the alphabets repeat; a text may hold any number of others
            self[code] = plain
        return plain


_PLAIN = _Plain(
    {code: chr(code) if code > 31 or chr(code) in "\t\n\r\v\f" else UNKNOWN for code in range(128)}
    | {ord(sign): plain for sign, plain in SIGNS.items()}
)


def folded(text: str) -> bytes:
    """`text` in ASCII, case kept, one byte a code point: accents are dropped, dashes and quotes are plain.

    >>> folded("Größe 5 ± 0.1 µm – “fein”")
    b'Grose 5 \\x01 0.1 um - "fein"'
    """
    return text.translate(_PLAIN).encode("ascii", "replace")
