"""Setting a paper: typst in a process of its own, with little memory and time, no network and no font of the machine."""

import json
import subprocess
import sys
from typing import Any

from tradeward.domain.refusals import RuleBroken
from tradeward.gateways.paper import glyphs
from tradeward.gateways.paper.blocks import Paper

_PATIENCE = 40
"""Seconds until the process is ended."""
_TOLD = "the paper cannot be set: it is too long, or holds text that no font shows"


def pdf(paper: Paper) -> bytes:
    """The paper as PDF/A-2a, the same bytes for the same paper on every machine. Refuses: what cannot be set in time.

    Marks that only together have no glyph, such as an accent on a letter of another script, are set one by one, as numbers.
    """
    for plainly in (False, True):
        set_ = _set(paper, plainly=plainly)
        if set_.startswith(b"%PDF-"):
            return set_
    raise RuleBroken(_TOLD, field="paper")


def _set(paper: Paper, *, plainly: bool) -> bytes:
    told = {
        "language": paper.language, "title": paper.title, "mark": paper.mark, "foot": paper.foot, "blocks": list(paper.blocks),
    }  # fmt: skip
    sent = json.dumps({"at": int(paper.at.timestamp()), "font": str(glyphs.FONT), "paper": _shown(told, plainly)})
    command = [sys.executable, "-m", "tradeward.gateways.paper.worker"]
    try:
        done = subprocess.run(command, input=sent.encode(), capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise RuleBroken(_TOLD, field="paper") from None
    return done.stdout


def _shown(value: Any, plainly: bool) -> Any:
    if isinstance(value, str):
        return glyphs.shown(value, plainly=plainly)
    if isinstance(value, dict):
        return {key: _shown(one, plainly) if key not in ("kind", "language") else one for key, one in value.items()}
    return [_shown(one, plainly) for one in value] if isinstance(value, list | tuple) else value
