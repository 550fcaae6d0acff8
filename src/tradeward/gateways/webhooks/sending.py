"""One try: look the name up, dial an address that was checked, post, read the first words, and be done within ten seconds."""

import http.client
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult

from tradeward.domain.refusals import RuleBroken
from tradeward.gateways.webhooks import addresses

TO_CONNECT = 5
"""Seconds until a receiver has to have taken the connection, TLS included."""
IN_ALL = 10
"""Seconds until it has to have answered."""
FIRST_WORDS = 500
"""Bytes of an answer that are kept; no more than this is read."""

_DEFAULT_PORTS = {"http": 80, "https": 443}

Place = tuple[str, int]
Resolve = Callable[[str, int], Sequence[str]]
Dial = Callable[[Place, float], socket.socket]


def _resolve(host: str, port: int) -> list[str]:
    """The addresses behind a name, as the machine finds them."""
    return [str(place[0]) for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _dial(place: Place, seconds: float) -> socket.socket:
    return socket.create_connection(place, timeout=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The way out: how names are looked up and addresses dialled, whom we trust; `demo`: http and this machine may be reached."""

    demo: bool = False
    resolve: Resolve = _resolve
    dial: Dial = _dial
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    to_connect: float = TO_CONNECT
    in_all: float = IN_ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a try came to: the status and the answer's first words, or no status and what was in the way."""

    status: int | None
    told: str
    millis: int


def send(*, url: str, body: str, headers: Mapping[str, str], line: Line) -> Answer:
    """Post `body` once. Redirects are not followed. Nothing is raised: whatever goes wrong is the answer's words."""
    began = time.monotonic()
    status = None
    try:
        status, told = _post(addresses.check_url(url=url, demo=line.demo), body, headers, line, began)
    except (RuleBroken, Refused) as refusal:
        told = str(refusal)
    except TimeoutError:
        told = f"no answer within {line.in_all:g} s"
    except (OSError, http.client.HTTPException, ValueError) as fault:
        late = time.monotonic() - began >= line.in_all
        told = f"no answer within {line.in_all:g} s" if late else f"{type(fault).__name__}: {fault}"
    return Answer(status=status, told=told[:FIRST_WORDS], millis=round((time.monotonic() - began) * 1000))


class Refused(Exception):
    """The name leads nowhere that may be dialled."""


def _post(parts: SplitResult, body: str, headers: Mapping[str, str], line: Line, began: float) -> tuple[int, str]:
    stream = _connected(parts, line)
    cut = threading.Timer(max(0, began + line.in_all - time.monotonic()), _cut, [stream])
    cut.daemon = True
    cut.start()
    try:
        if isinstance(stream, ssl.SSLSocket):
            stream.do_handshake()
        stream.settimeout(line.in_all)
        connection = http.client.HTTPConnection(_host(parts), _port(parts))
        connection.default_port = _DEFAULT_PORTS[parts.scheme]
        connection.sock = stream
        path = parts.path or "/"
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body.encode(), dict(headers))
        answer = connection.getresponse()
        return answer.status, _first_words(answer)
    finally:
        cut.cancel()
        stream.close()


def _first_words(answer: http.client.HTTPResponse) -> str:
    """What has come of the body by now, not more: the status is what counts, and is known already."""
    with suppress(OSError, http.client.HTTPException, ValueError):
        return answer.read1(FIRST_WORDS).decode(errors="replace").replace("\x00", "\ufffd")
    return ""


def _connected(parts: SplitResult, line: Line) -> socket.socket:
    """A connection to an address that was looked up once and checked: asking again could lead elsewhere (DNS rebinding).

    TLS is in the name of the host that the URL has, not of the address.
    """
    host, port = _host(parts), _port(parts)
    found = _looked_up(host, port, line)
    why = [addresses.refused(address=one, demo=line.demo) for one in found]
    allowed = [one for one, refused in zip(found, why, strict=True) if not refused]
    if not allowed:
        raise Refused(f"{host} is not dialled: {why[0] if why else 'it has no address'}")
    raw = line.dial((allowed[0], port), line.to_connect)
    if parts.scheme == "http":
        return raw
    return line.trust().wrap_socket(raw, server_hostname=host, do_handshake_on_connect=False)


def _looked_up(host: str, port: int, line: Line) -> Sequence[str]:
    """The addresses behind a name. The machine's look-up knows no limit: one that takes too long is left to end by itself."""
    told: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            told.put(line.resolve(host, port))
        except Exception as fault:  # whatever it is, it belongs to whoever waits for the answer
            told.put(fault)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = told.get(timeout=line.to_connect)
    except queue.Empty:
        raise Refused(f"{host} was not looked up within {line.to_connect:g} s") from None
    if isinstance(found, Exception):
        raise found
    return found


def _cut(stream: socket.socket) -> None:
    """End a connection from outside: whoever reads or writes on it fails at once, inside TLS too."""
    with suppress(OSError):
        socket.socket.shutdown(stream, socket.SHUT_RDWR)


def _host(parts: SplitResult) -> str:
    return parts.hostname or ""


def _port(parts: SplitResult) -> int:
    return parts.port or _DEFAULT_PORTS[parts.scheme]
