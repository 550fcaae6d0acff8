"""docs/reference/api.md and errors.md, written from the API itself; `python -m tests.interfaces.pages` writes them."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from tests import databases

PAGES = Path(__file__).parents[2] / "docs/reference"
_API = """# The API, operation by operation

Written from the API itself; a test compares the two. `/api/docs` of a running installation has every field, to try out, and
`/api/v1/openapi.json` is the same for programs (OpenAPI 3.1). Paths begin with `/api/v1`. What holds everywhere:
[conventions](../explanation/api.md), [keys](idempotency.md), [errors](errors.md), [events](events.md), [webhooks](webhooks.md).

Every operation needs `Authorization: Bearer twd_…`. A ⚿ in the second column asks for an `Idempotency-Key`, a ≡ for `If-Match`, an
⇢ tells a page at a time (`limit`, `cursor`). Routes under `/sandbox` are there in a demo market only.
"""
_ERRORS = """# Errors

Written from the API itself; a test compares the two. Whatever is refused is told as a problem (RFC 9457, type
`application/problem+json`):

```json
{"type": "/api/problems/out-of-turn", "title": "This move is not open now", "status": 409, "detail": "Not met: The gate is open.",
 "reasons": ["Not met: The gate is open."], "request_id": "4d44736ef78ed4b2169e2f0c46de89cf"}
```

Decide by `type`; `detail` and `reasons` are sentences for people and may be worded better in any release. `field` names the input
at fault, `pointer` the same as RFC 6901, `errors` each fault of a form with its place. `request_id` is what to say when you report
it. Each type is also a page of the installation, at its own address. A request that was refused did nothing, and its key is free
again.

| type | status | title | what to do |
|---|---|---|---|
"""


def api_page(schema: dict[str, Any]) -> str:
    """The table of operations, by tag in the order in which they appear."""
    rows: dict[str, list[str]] = defaultdict(list)
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            rows[told["tags"][0]].append(_row(method.upper(), path.removeprefix("/api/v1"), told))
    parts = [_API]
    for tag, lines in rows.items():
        parts.append(f"\n## {tag.capitalize()}\n\n| operation | | what |\n|---|---|---|\n" + "\n".join(lines) + "\n")
    return "".join(parts)


def errors_page() -> str:
    """Every type of problem."""
    from tradeward.interfaces.api import problems

    lines = [f"| `{one.name}` | {one.status} | {one.title} | {one.way_out} |" for one in problems.KINDS.values()]
    return _ERRORS + "\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Both pages by file name."""
    from tradeward.interfaces.api.app import api

    return {"api.md": api_page(api.get_openapi_schema()), "errors.md": errors_page()}


def _row(method: str, path: str, told: dict[str, Any]) -> str:
    names = {one["name"] for one in told.get("parameters", ())}
    marks = "".join(
        mark for mark, name in (("⚿", "Idempotency-Key"), ("≡", "If-Match"), ("⇢", "cursor")) if name in names
    )
    says = " ".join(told.get("description", "").split()).replace("|", "\\|")
    return f"| `{method} {path}` | {marks} | **{told['summary']}.** {says} |"


if __name__ == "__main__":
    import os

    import django

    databases.choose_home()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tradeward.settings"
    django.setup()
    for name, text in pages().items():
        (PAGES / name).write_text(text, encoding="utf-8")
