"""One try at a real receiver on loopback: bounded in time and size, whatever it does (LIBRARIES "HTTP out")."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.receivers import Receiver
from tradeward.gateways import webhooks


@contextlib.contextmanager
def listening(*said: bytes, pause: float = 0, hold: float = 5) -> Iterator[tuple[str, list[bytes]]]:
    """A bare socket that says these bytes one after the other, then holds the line."""
    server = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []
    done = threading.Event()

    def serve() -> None:
        with contextlib.suppress(OSError):
            line, _ = server.accept()
            with line:
                asked = b""
                while not asked.endswith(b"}"):
                    asked += line.recv(65536)
                heard.append(asked)
                for part in said:
                    line.sendall(part)
                    done.wait(pause)
                done.wait(hold)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/hook?shop=7", heard
    finally:
        done.set()
        server.close()
        thread.join(timeout=5)


def sent(url: str, *, seconds: float = 0.5) -> tuple[webhooks.Answer, float]:
    began = time.monotonic()
    line = webhooks.Line(demo=True, in_all=seconds, to_connect=seconds)
    answer = webhooks.send(
        url=url, body='{"a":"ä"}', headers={"content-type": "application/json", "webhook-id": "evt_1"}, line=line
    )
    return answer, time.monotonic() - began


def test_what_is_sent_is_one_plain_post():
    with listening(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") as (url, heard):
        answer, _ = sent(url)
    assert (answer.status, answer.told) == (200, "ok")
    port = url.split(":")[2].split("/")[0]
    assert heard == [
        (
            "POST /hook?shop=7 HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{port}\r\n"
            "Accept-Encoding: identity\r\n"
            "Content-Length: 10\r\n"
            "content-type: application/json\r\n"
            "webhook-id: evt_1\r\n\r\n"
            '{"a":"ä"}'
        ).encode()
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "headers", "body", "told"),
    [
        (204, {}, b"", ""),
        (500, {}, b"out of paper", "out of paper"),
        (302, {"location": "http://127.0.0.1:1/inner"}, b"", ""),
        (307, {"location": "http://169.254.169.254/"}, b"gone there", "gone there"),
        (200, {}, b"\xff\x00x", "\ufffd\ufffdx"),
    ],
)  # fmt: skip
def test_the_answer_is_kept_as_it_is_and_redirects_are_not_followed(status, headers, body, told):
    receiver = Receiver(answer=lambda heard: (status, headers, body))
    try:
        answer, _ = sent(receiver.url)
        assert (answer.status, answer.told, len(receiver.heard)) == (status, told, 1)
    finally:
        receiver.close()


def test_of_a_huge_answer_the_first_words_are_read():
    """A body of 50 MB, and one that says it is: 500 bytes of it are kept, and no more are waited for."""
    receiver = Receiver(answer=lambda heard: (200, {}, b"y" * 50_000_000))
    try:
        answer, took = sent(receiver.url, seconds=10)
    finally:
        receiver.close()
    assert answer.status == 200
    assert set(answer.told) == {"y"}
    assert len(answer.told) <= 500
    assert took < 5


@pytest.mark.parametrize(
    ("said", "pause"),
    [
        ([], 0),
        ([b"HTTP/1.1 2"], 0),
        ([bytes([one]) for one in b"HTTP/1.1 200 OK\r\n"], 0.1),
        ([b"HTTP/1.1 100 Continue\r\n\r\n"] * 50, 0.1),
    ],
)  # fmt: skip
def test_who_says_nothing_or_drips_is_left_at_the_end_of_the_time(said, pause):
    """Ten seconds in all, here half a one: a drop now and then does not make them more."""
    with listening(*said, pause=pause) as (url, _):
        answer, took = sent(url)
    assert (answer.status, answer.told) == (None, "no answer within 0.5 s")
    assert took < 2


@pytest.mark.parametrize(
    "said", [[b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"], [b"HTTP/1.1 200 OK\r\n", *[b"A: b\r\n"] * 50]]
)
def test_a_status_counts_even_if_the_rest_never_comes(said):
    with listening(*said, pause=0.1) as (url, _):
        answer, took = sent(url)
    assert (answer.status, answer.told) == (200, "")
    assert took < 2


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"SSH-2.0-OpenSSH\r\n", "BadStatusLine: SSH-2.0-OpenSSH\r\n"),
        (b"HTTP/1.1 " + b"9" * 70_000, "LineTooLong: got more than 65536 bytes when reading status line"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", "HTTPException: got more than 100 headers"),
    ],
)  # fmt: skip
def test_what_is_no_http_is_a_failure_in_words(said, told):
    with listening(said) as (url, _):
        answer, _ = sent(url)
    assert (answer.status, answer.told) == (None, told)


def test_nobody_there_is_a_failure_in_words():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    answer, _ = sent(f"http://127.0.0.1:{port}/")
    assert (answer.status, answer.told) == (None, "ConnectionRefusedError: [Errno 111] Connection refused")


def test_a_name_that_is_nobodys_is_a_failure_in_words():
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    answer = webhooks.send(url="https://nobody.example/", body="", headers={}, line=webhooks.Line(resolve=resolve))
    assert (answer.status, answer.told) == (None, "gaierror: [Errno -2] Name or service not known")
    empty = webhooks.send(url="https://nobody.example/", body="", headers={}, line=webhooks.Line(resolve=lambda *_: []))
    assert empty.told == "nobody.example is not dialled: it has no address"


def test_a_name_that_is_not_looked_up_in_time_is_a_failure_in_words():
    """The resolver's own patience may be half a minute: the deliverer does not wait for it."""
    enough = threading.Event()
    line = webhooks.Line(resolve=lambda *_: [""] * enough.wait(), to_connect=0.2)
    answer = webhooks.send(url="https://slow.example/", body="", headers={}, line=line)
    enough.set()
    assert (answer.status, answer.told) == (None, "slow.example was not looked up within 0.2 s")


def test_the_times_are_what_the_reference_says():
    line = webhooks.Line()
    assert (line.to_connect, line.in_all, line.demo) == (5, 10, False)
