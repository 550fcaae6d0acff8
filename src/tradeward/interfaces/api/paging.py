"""Lists that grow: told a page at a time, each page with the cursor of the next (DESIGN §5)."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import Field, create_model

from tradeward.domain.refusals import RuleBroken
from tradeward.interfaces.api import shapes

T = TypeVar("T")

LONGEST = 100
Limit = Annotated[int, Field(ge=1, le=LONGEST, description="How many at most.")]
Cursor = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_-]{1,400}$", description="`next` of the page before; it says nothing to you.")
]


def page_of(shape: type[shapes.Told], *, says: str) -> Any:
    """The shape of a page of a list: `items`, and `next`, the cursor of the following page, null on the last."""
    items = (list[shape], ...)  # type: ignore[valid-type]
    return create_model(
        f"{shape.__name__}Page", __base__=shapes.Told, __doc__=says, items=items, next=(str | None, ...)
    )


def cursor(*parts: object) -> str:
    """The cursor that ends with a row's place."""
    return base64.urlsafe_b64encode("\n".join(map(str, parts)).encode()).decode().rstrip("=")


def after(told: str | None, *, read: Sequence[Callable[[str], Any]]) -> tuple[Any, ...] | None:
    """The place a cursor stands for, each part read by its reader. Refuses: RuleBroken (no cursor that was told)."""
    if told is None:
        return None
    try:
        parts = base64.b64decode(told + "=" * (-len(told) % 4), altchars=b"-_", validate=True).decode().split("\n")
        found = tuple(reader(part) for reader, part in zip(read, parts, strict=True))
    except (binascii.Error, ValueError, ArithmeticError):
        raise RuleBroken("cursor is none that was told here: take `next` of the page before", field="cursor") from None
    return found


def page(
    found: Sequence[T], *, limit: int, tell: Callable[[T], Any], place: Callable[[T], Sequence[object]]
) -> dict[str, Any]:
    """A page of what was found, which is one more than `limit` when another page follows."""
    shown = found[:limit]
    return {"items": [tell(one) for one in shown], "next": cursor(*place(shown[-1])) if len(found) > limit else None}


def cut(found: Sequence[T], *, limit: int, told: str | None, tell: Callable[[T], Any]) -> dict[str, Any]:
    """A page of a list that is here whole, in an order that only grows at its end: the cursor counts what was shown."""
    place = after(told, read=[count])
    first = place[0] if place else 0
    rest = list(enumerate(found, 1))[first : first + limit + 1]
    return page(rest, limit=limit, tell=lambda one: tell(one[1]), place=lambda one: [one[0]])


def count(text: str) -> int:
    """A whole number in a cursor, of at most 15 digits. Raises ValueError."""
    if not text.isascii() or not text.isdecimal() or len(text) > 15:
        raise ValueError
    return int(text)


def uuid(text: str) -> UUID:
    """An id in a cursor. Raises ValueError."""
    return UUID(text)


def word(text: str) -> str:
    """A word in a cursor. Raises ValueError."""
    if not text.isascii() or not text.isalnum():
        raise ValueError
    return text
