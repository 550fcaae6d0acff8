"""Where in a case something stands: `order.lots[1].value`, as every refusal names it."""

import json
import re
from typing import NoReturn

from tradeward.domain.refusals import RuleBroken

_PLAIN = re.compile(r"[A-Za-z0-9_.-]{1,60}")


class Place(str):
    """The path of a key or value; the empty one is the case itself."""

    __slots__ = ()

    def key(self, name: str) -> "Place":
        """The place of the key `name` inside the object here; an odd name is quoted."""
        shown = name if _PLAIN.fullmatch(name) else json.dumps(name)
        return Place(f"{self}.{shown}" if self else shown)

    def item(self, n: int) -> "Place":
        """The place of element `n` of the list here, the first being 0."""
        return Place(f"{self}[{n}]")

    def refuse(self, why: str) -> NoReturn:
        """Refuse what stands here, in one sentence."""
        raise RuleBroken(f"{self}: {why}" if self else why, field=self or None)
