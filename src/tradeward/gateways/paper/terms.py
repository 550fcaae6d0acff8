"""A term of a contract in words: each kind by its sentence, an unknown kind key by key, so that nothing agreed is left out."""

from collections.abc import Mapping
from typing import Any

from tradeward.gateways.paper.words import Words


def said(term: Mapping[str, Any], *, words: Words) -> str:
    """What is agreed by one term."""
    sentence = _SENTENCES.get(term.get("kind", ""), _other)
    return sentence(term, words)


def _measure(term: Mapping[str, Any], words: Words) -> str:
    least, most = term.get("min"), term.get("max")
    form = "between" if least and most else "least" if least else "most"
    values = {"property": term.get("property") or term["id"], "min": least, "max": most, "unit": term.get("unit", "")}
    parts = [words(f"term.{form}", **values).rstrip(), words.one_of("term", term.get("aggregate") or "each")]
    return words.then([*parts, *([words("term.method", method=term["method"])] if term.get("method") else [])])


def _sampling(term: Mapping[str, Any], words: Words) -> str:
    limits = [
        words(f"term.{defect}", aql=words.one_of("term", aql))
        for defect, aql in term.get("aql", {}).items()
        if defect in ("critical", "major", "minor")
    ]
    state = words.one_of("term", term.get("state") or "normal")
    level = term.get("level") or "II"
    return words("term.sampling", standard=term.get("standard", ""), level=level, state=state, aql=words.listed(limits))


def _pass_fail(term: Mapping[str, Any], words: Words) -> str:
    return words("term.pass_fail", text=term.get("text", ""))


def _quantity(term: Mapping[str, Any], words: Words) -> str:
    less = words("term.ordered", ordered=term.get("ordered", ""), minus=term.get("tol_minus_pct") or "0")
    more = term.get("tol_plus_pct")
    return words.then([less, words("term.plus", plus=more)]) if more else less


def _other(term: Mapping[str, Any], words: Words) -> str:
    """What a term says that has no sentence of its own."""
    if isinstance(term.get("text"), str):
        return str(term["text"])
    kept = [(key, value) for key, value in term.items() if key != "id"]
    return words.then([words("paper.other", key=key, value=_plain(value, words)) for key, value in kept])


def _plain(value: Any, words: Words) -> str:
    if isinstance(value, Mapping):
        return words.listed([words("paper.other", key=key, value=_plain(one, words)) for key, one in value.items()])
    if isinstance(value, list):
        return words.listed([_plain(one, words) for one in value])
    if isinstance(value, bool):
        return words("paper.yes" if value else "paper.no")
    return str(value)


_SENTENCES = {"measure": _measure, "sampling": _sampling, "pass_fail": _pass_fail, "quantity": _quantity}
