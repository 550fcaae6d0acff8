"""Numbers, in figures and in words."""

from decimal import Decimal

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "lakh": 100_000, "million": 1_000_000, "crore": 10_000_000}
_SMALL = {word: value for value, word in enumerate(_ONES)} | _TENS | {"a": 1, "an": 1, "half": 0}


def amount(text: str) -> Decimal | None:
    """The number that figures mean: `12,000`, `0.5`, `0,5`, `2,50,000`; None for anything else.

    A comma before exactly three last digits parts thousands; any other comma is a decimal point.
    """
    digits = text.strip()
    if digits.count(",") == 1 and "." not in digits and len(digits.rpartition(",")[2]) != 3:
        digits = digits.replace(",", ".")
    digits = digits.replace(",", "")
    plain = digits.replace(".", "", 1)
    return Decimal(digits) if plain.isascii() and plain.isdigit() and not digits.endswith(".") else None


def in_words(text: str) -> int | None:
    """The number that English words mean: `forty-five`, `two thousand four hundred and six`; None if a word is no number."""
    total = group = 0
    words = [word for word in text.lower().replace("-", " ").split() if word != "and"]
    for word in words:
        if word in _SMALL:
            group += _SMALL[word]
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in _SCALES:
            total += max(group, 1) * _SCALES[word]
            group = 0
        else:
            return None
    return total + group if words else None


def value(text: str) -> Decimal | None:
    """The number that figures or words mean."""
    if (found := amount(text)) is not None:
        return found
    words = in_words(text)
    return None if words is None else Decimal(words)
