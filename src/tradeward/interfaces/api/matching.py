"""Which version do you mean? ETag and If-Match (RFC 9110): a change names the state it was made on."""

import re
from typing import Annotated

from ninja.params.functions import Header

from tradeward.domain.refusals import Stale

IfMatch = Annotated[
    str | None,
    Header(None, alias="If-Match", max_length=200, description="The ETag of the version you read; required."),
]

_TAG = re.compile(r'"([0-9a-f]{1,64})"')


class Missing(Exception):
    """A change that does not say on which version it was made."""


def tag(version: object) -> str:
    """The ETag of a version."""
    return f'"{version}"'


def version(told: str | None) -> str:
    """What is in an If-Match: one strong tag. Refuses: Missing; Stale (a tag that was never told here)."""
    if told is None:
        raise Missing
    found = _TAG.fullmatch(told.strip())
    if found is None:
        raise Stale("If-Match holds no ETag that was told here: send one as it came, in its quotes.")
    return found[1]


def revision(told: str | None) -> int:
    """The same of a version that is counted."""
    found = version(told)
    if not found.isdecimal() or len(found) > 9:
        raise Stale("If-Match holds no ETag of a draft: send one as it came, in its quotes.")
    return int(found)
