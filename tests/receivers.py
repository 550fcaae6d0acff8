"""Receivers of webhooks on loopback, with real sockets; the owner who sets them up over HTTP; and a deliverer beside them."""

import contextlib
import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook

from tests import doors
from tests.world import World
from tradeward.gateways import webhooks as gateway
from tradeward.interfaces import clock
from tradeward.interfaces.jobs.deliverer import Deliverer

ROOT = "the key of a test's installation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: str

    @property
    def told(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> Any:
        """The body, once the reference library has accepted its signature."""
        return Webhook(secret).verify(self.body, self.headers)


Reply = tuple[int, dict[str, str], bytes]
TAKEN: Reply = (204, {}, b"")


@dataclass
class Receiver:
    """A web server on a free port of loopback that keeps what it hears and answers as `answer` says."""

    answer: Callable[[Heard], Reply] = lambda heard: TAKEN
    heard: list[Heard] = field(default_factory=list)

    def __post_init__(self) -> None:
        receiver = self

        class Asked(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the name that the library calls
                length = int(self.headers["content-length"])
                body = self.rfile.read(length).decode()
                if len(body.encode()) < length:
                    return  # whoever sent it was killed in the middle: a server hears no request then
                one = Heard(path=self.path, headers={k.lower(): v for k, v in self.headers.items()}, body=body)
                receiver.heard.append(one)
                status, headers, content = receiver.answer(one)
                with contextlib.suppress(OSError):
                    self.send_response(status)
                    for name, value in {"content-length": str(len(content)), **headers}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(content)

            def log_message(self, *words: Any) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook"

    @property
    def types(self) -> list[str]:
        """The types of all that was heard."""
        return [one.told["type"] for one in self.heard]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def until(reached: Callable[[], Any], *, seconds: float = 20) -> Any:
    """Wait until something holds."""
    for _ in range(int(seconds / 0.01)):
        if found := reached():
            return found
        time.sleep(0.01)
    raise AssertionError("it never came to hold")


class Owner:
    """Somebody of a market who looks after webhooks, over HTTP."""

    keys = itertools.count(1)

    def __init__(self, world: World, who: str) -> None:
        self.stage: doors.OverHttp = world.stage  # type: ignore[assignment]
        self.who = who

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "") -> tuple[int, Any]:
        key = key or (f"hook-{next(self.keys)}" if method == "POST" else "")
        return self.stage.door.ask(method, path, token=self.stage.token(self.who), body=body, key=key)

    def get(self, path: str) -> Any:
        status, told = self.ask("GET", path)
        assert status == 200, told
        return told

    def post(self, path: str, **body: Any) -> Any:
        status, told = self.ask("POST", path, body or None)
        assert status < 300, told
        return told

    def added(self, url: str, *types: str) -> "Hook":
        """A webhook of theirs."""
        told = self.post("/webhooks", url=url, types=list(types))
        return Hook(self, told["webhook"], told["secret"])

    def events(self) -> list[dict[str, Any]]:
        """Everything that the events resource tells, page by page."""
        found, path = [], "/events?limit=7"
        while True:
            page = self.get(path)
            found += page["items"]
            if not page["more"]:
                return found
            path = f"/events?limit=7&after={page['next']}"


@dataclass
class Hook:
    """One webhook."""

    owner: Owner
    id: str
    secret: str

    def get(self, path: str = "") -> Any:
        return self.owner.get(f"/webhooks/{self.id}{path}")

    def post(self, path: str, **body: Any) -> Any:
        return self.owner.post(f"/webhooks/{self.id}{path}", **body)

    @property
    def log(self) -> list[dict[str, Any]]:
        """The deliveries, oldest first."""
        return self.get("/deliveries?limit=100")["items"][::-1]

    def states(self) -> list[str]:
        return [one["state"] for one in self.log]


class Hands:
    """A deliverer in a thread of this process, whose clock can be put forward."""

    def __init__(self, *, ahead: timedelta = timedelta(), **changes: Any) -> None:
        self.ahead = ahead
        self.said: list[str] = []
        self.deliverer = Deliverer(
            root=ROOT, line=gateway.Line(demo=True), poll=0.02, now=self.now, tell=self.said.append
        )
        for name, value in changes.items():
            setattr(self.deliverer, name, value)
        self.thread = threading.Thread(target=self.deliverer.run)

    def now(self) -> datetime:
        return clock.machine() + self.ahead

    def later(self, **parts: float) -> None:
        self.ahead += timedelta(**parts)


@contextlib.contextmanager
def delivering(**changes: Any) -> Iterator[Hands]:
    """Deliver while the block runs."""
    hands = Hands(**changes)
    hands.thread.start()
    try:
        yield hands
    finally:
        hands.deliverer.stop()
        hands.thread.join(timeout=60)
        assert not hands.thread.is_alive()
