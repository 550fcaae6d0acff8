"""Whatever is sent, the answer is what was asked for or a problem that names what is wrong: never a fault (DESIGN §4)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.interfaces import rights, samples
from tests.interfaces.house import FORM, House, form

LONG = "x" * 100_000
UNREADABLE: dict[str, bytes] = {
    "deep lists": b"[" * 10_000 + b"]" * 10_000,
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "33 levels": b'{"a":' * 33 + b"1" + b"}" * 33,
    "not a number": b'{"a": NaN}',
    "a fraction": b'{"a": 1.5}',
    "too large a float": b'{"a": 1e400}',
    "a huge integer": b'{"a": ' + b"9" * 400 + b"}",
    "infinity": b'{"a": -Infinity}',
    "a key twice": b'{"a": "1", "a": "2"}',
    "bad UTF-8": b'{"a": "\xff\xfe"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "half a character": b'{"a": "\\ud800"}',
    "half a character as a key": b'{"\\udfff": "a"}',
    "a null character": b'{"a": "\\u0000"}',
    "a text that ends too early": b'{"a": ',
    "two values": b"{} {}",
}
"""Bodies that are no JSON this API reads: always 400."""
OF_ANOTHER_TYPE = (
    "text/plain",
    "",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "image/png",
)
LEAVES: tuple[Any, ...] = (
    7,
    None,
    True,
    [],
    {},
    "",
    " ",
    LONG,
    "\u202e",
    "-1",
    "1e5",
    "9" * 40,
    "2026-02-30",
    "\U0001f4a9",
)
"""What stands in the place of each value in turn."""
TEXTS = ("x" * 10_000, "%00", "%ff%fe", "..%2f..%2fetc", "\u202e", "'; DROP TABLE orders; --", "ord_" + "0" * 31)
QUERIES = ("limit=0", "limit=101", "limit=a", "limit=" + "9" * 40, "cursor=%00", "cursor=!", "cursor=" + "A" * 399,
           "cursor=OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "state=%ff", "unknown=1", "limit=1&limit=2", "name=%00", "on=x")  # fmt: skip
METHODS = ("HEAD", "OPTIONS", "TRACE", "PATCH", "PUT", "DELETE", "POST", "GET", "BREW")


def check(answer: Any, *, told: str, only: set[int] | None = None) -> None:
    """The answer is no fault, and one that refuses is a problem."""
    shown = f"{told[:200]}: {answer.status_code} {answer.read[:300]!r}"
    assert answer.status_code < 500, shown
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json", shown
        problem = json.loads(answer.read)
        assert {"type", "title", "status", "detail", "request_id"} <= set(problem), shown
        assert problem["status"] == answer.status_code, shown
    assert only is None or answer.status_code in only, shown


def ways(house: House, name: str) -> tuple[str, str, str, dict[str, str]]:
    """Who asks it, by which method and path, with which headers."""
    role = rights.asker(name)
    method, path = name.split(" ")
    return role, method, rights.filled(house, path, "own", role), {"HTTP_IF_MATCH": '"1"'} if "{draft}" in path else {}


def bodies() -> Iterator[str]:
    """The operations that take JSON."""
    for name, operation in samples.operations().items():
        if "application/json" in operation.get("requestBody", {}).get("content", {}):
            yield name


def changed(value: Any) -> Iterator[Any]:
    """The value with each of its leaves replaced, and with a member that nobody knows."""
    if isinstance(value, dict):
        yield {**value, "unknown": "member"}
        for key in value:
            yield {other: one for other, one in value.items() if other != key}
            for one in changed(value[key]):
                yield {**value, key: one}
    elif isinstance(value, list) and value:
        yield [value[0]] * 300
        for one in changed(value[0]):
            yield [one]
    yield from LEAVES


@pytest.mark.parametrize("name", sorted(bodies()))
def test_what_cannot_be_read_is_told_so(house, name: str) -> None:
    """DESIGN §4: 400 with what is wrong; JSON numbers are whole, NaN and 1e3 are refused."""
    role, method, path, headers = ways(house, name)
    with house.undone():
        for what, raw in UNREADABLE.items():
            check(house.ask(role, method, path, raw=raw, **headers), told=f"{name} {what}", only={400})
        for content_type in OF_ANOTHER_TYPE:
            answer = house.ask(role, method, path, raw=b"a=b", content_type=content_type, **headers)
            check(answer, told=f"{name} as {content_type!r}", only={415})
        for large in (b'{"a": "' + b"x" * (1 << 20) + b'"}', b" " * (3 << 20)):
            check(house.ask(role, method, path, raw=large, **headers), told=f"{name}, {len(large)} bytes", only={413})


@pytest.mark.parametrize("name", sorted(bodies()))
def test_what_is_read_and_makes_no_sense_is_told_so(house, name: str) -> None:
    """DESIGN §4: a payload that is not of its form is 400 or 422, with its place."""
    role, method, path, headers = ways(house, name)
    said = rights.body(house, name, samples.operations()[name])
    asked = list(changed(said))
    for one in asked[:: max(1, len(asked) // 60)]:
        with house.undone():
            check(house.ask(role, method, path, one, **headers), told=f"{name} {json.dumps(one)[:150]}")
    with house.undone():
        check(house.ask(role, method, path, **headers), told=f"{name} without a body")


@pytest.mark.parametrize("name", sorted(samples.operations()))
def test_odd_paths_queries_headers_and_methods_are_told_so(house, name: str) -> None:
    """DESIGN §4, §5: unknown ids, parameters out of bounds, headers that are none, methods that are not offered."""
    role, method, path, headers = ways(house, name)
    template = name.split(" ")[1]
    body = rights.body(house, name, samples.operations()[name])
    if "{" in template:
        for odd in TEXTS:
            with house.undone():
                asked = "/".join(odd if part.startswith("{") else part for part in template.split("/"))
                check(house.ask(role, method, asked, body, **headers), told=f"{method} {asked}", only={400, 404, 405})
    for query in QUERIES if method == "GET" else ():
        check(house.ask(role, method, f"{path}?{query}"), told=f"{name}?{query}")
    for odd in ("", "\xff\xfe", "a b", LONG[:9_000], "\x00", "\u4e2d".encode().decode("latin-1")):
        with house.undone():
            telling = {**headers, "HTTP_IF_MATCH": odd, "HTTP_IDEMPOTENCY_KEY": odd, "HTTP_ACCEPT": odd}
            check(house.ask(role, method, path, body, key="", **telling), told=f"{name} with headers {odd[:20]!r}")
    for odd in ("Bearer ", "Bearer twd_\xff", "Bearer twd_" + LONG[:9_000], "Basic eDp5", "bearer", "Bearer twd_\x00"):
        with house.undone():
            answer = house.client.generic(method, f"/api/v1{path}", HTTP_AUTHORIZATION=odd)
            answer.read = answer.content
            check(answer, told=f"{name} as {odd[:20]!r}", only={401})


@pytest.mark.parametrize("path", sorted({name.split(" ")[1] for name in samples.operations()}))
def test_a_method_that_is_not_offered_names_those_that_are(house, path: str) -> None:
    """RFC 9110: 405 with Allow."""
    offered = {name.split(" ")[0] for name in samples.operations() if name.split(" ")[1] == path}
    asked = rights.filled(house, path, "own", "operator")
    for method in METHODS:
        if method in offered:
            continue
        with house.undone():
            answer = house.ask("operator", method, asked, {} if method in ("POST", "PUT", "PATCH") else None)
        assert (answer.status_code, set(answer["Allow"].split(", "))) == (405, offered), f"{method} {asked}"
        if method != "HEAD":
            check(answer, told=f"{method} {asked}")


FORMS: dict[str, tuple[bytes, str]] = {
    "no file": (b"--b--\r\n", FORM),
    "no boundary": (b"x", "multipart/form-data"),
    "a part without a name": (b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", FORM),
    "another part": (form(b"x", name="a.png", media_type="image/png").replace(b'name="file"', b'name="other"'), FORM),
    "cut off": (form(b"x" * 100, name="a.png", media_type="image/png")[:80], FORM),
    "nothing": (b"", FORM),
    "JSON": (b'{"file": "x"}', "application/json"),
    "too long a name": (form(b"x", name="a" * 5_000, media_type="image/png"), FORM),
    "too many parts": (b"--b\r\nContent-Disposition: form-data; name=x\r\n\r\ny\r\n" * 1_001 + b"--b--\r\n", FORM),
    "too many files": (form(b"x", name="a", media_type="image/png")[:-7] * 101 + b"--b--\r\n", FORM),
    "two files": (
        form(b"x", name="a", media_type="image/png")[:-7] + form(b"y", name="b", media_type="image/png"),
        FORM,
    ),
}


@pytest.mark.parametrize("what", FORMS)
def test_a_form_that_holds_no_file_is_told_so(house, what: str) -> None:
    """RULES §6; one clear message for bad input."""
    raw, content_type = FORMS[what]
    path = f"/orders/{house.shown('order', house.own['order'])}/evidence"
    with house.undone():
        answer = house.ask("buyer", "POST", path, raw=raw, content_type=content_type)
    check(answer, told=what, only={400, 415})
    told = json.loads(answer.read)
    assert told["detail"] != told["title"], "what is wrong with it is said"


def test_a_body_whose_length_is_not_told_is_refused(house) -> None:
    """DESIGN §5: nothing that is said is ignored. Without a length it would be read as nothing, and the move as a bare one."""
    path = f"/orders/{house.shown('order', house.own['order'])}/accept"
    with house.undone():
        answer = house.ask("buyer", "POST", path, {"unknown": "member"}, HTTP_TRANSFER_ENCODING="chunked")
    check(answer, told="in chunks", only={411})


def test_a_body_of_another_kind_is_named(house) -> None:
    """One clear message: what is wrong with the whole body has no pointer."""
    for raw in (b"[]", b"7", b'"text"'):
        told = json.loads(house.ask("buyer", "POST", "/drafts", raw=raw).read)
        assert (told["detail"].partition(":")[0], told["errors"][0]["pointer"]) == ("the body", "")


@pytest.mark.parametrize("path", ["/api/docs", "/api/problems/", "/api/problems/stale", "/healthz", "/readyz"])
def test_what_is_only_read_says_so(path: str) -> None:
    """RFC 9110: 405 with Allow, also to a browser whose form came from elsewhere."""
    answer = Client(enforce_csrf_checks=True, SERVER_NAME="localhost").post(path)
    assert (answer.status_code, "GET" in answer["Allow"]) == (405, True)
