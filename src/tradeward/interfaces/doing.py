"""How a door lets a use case happen once, also when the database's answer to COMMIT is lost (DESIGN §4)."""

import time
from collections.abc import Callable
from typing import Any

from tradeward.store.faults import OutcomeUnknown

_PAUSES = (0.05, 0.5)
"""Seconds to wait before the question is asked again whose answer was lost."""


def done(act: Callable[..., dict[str, Any]], **said: Any) -> dict[str, Any]:
    """What `act`, a use case, answers. Where the answer to COMMIT was lost, its key (or the version it names) tells what was done:
    the same is asked again. Refuses: as `act`; OutcomeUnknown when no answer comes.
    """
    for pause in _PAUSES:
        try:
            return act(**said)
        except OutcomeUnknown:
            time.sleep(pause)
    return act(**said)
