"""The product's HTTP door, open on loopback while a story runs, and a market whose people come in by it."""

import http.client
import itertools
import json
import secrets
import threading
from datetime import datetime
from socketserver import ThreadingMixIn
from typing import Any
from uuid import UUID
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.wsgi import get_wsgi_application

from tradeward.domain import refusals, vocabulary
from tradeward.domain.vocabulary import Actor, Role
from tradeward.interfaces import clock, identity
from tradeward.interfaces.api import problems
from tradeward.interfaces.cli.stage import Stage
from tradeward.usecases import tokens

REFUSALS = {name: kind for kind, name in problems.REFUSALS.items()}


class _Quiet(WSGIRequestHandler):
    """Says nothing of its requests."""

    def log_message(self, *words: Any) -> None:
        """Nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    """A thread a request, so that two people can ask at once."""

    daemon_threads = True


class Door:
    """A web server of the whole product on a free port of loopback."""

    def __init__(self) -> None:
        self.server = _Server(("127.0.0.1", 0), _Quiet)
        self.server.set_app(get_wsgi_application())
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        """Let nobody in any more."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def ask(
        self, method: str, path: str, *, token: str, body: Any = None, key: str = "", **headers: str
    ) -> tuple[int, Any]:
        """One request; the status and the JSON of the answer."""
        told = {"Authorization": f"Bearer {token}", **headers}
        if key:
            told["Idempotency-Key"] = key
        sent = None
        if body is not None:
            sent, told["Content-Type"] = json.dumps(body, default=_written).encode(), "application/json"
        connection = http.client.HTTPConnection(*self.server.server_address[:2], timeout=60)
        try:
            connection.request(method, f"/api/v1{path}", body=sent, headers=told)
            answer = connection.getresponse()
            read = answer.read()
            return answer.status, json.loads(read) if read else None
        finally:
            connection.close()


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


class OverHttp(Stage):
    """A stage whose people act by requests; the market is set up, and the bank tells its news, as on any stage."""

    door: Door

    def __init__(self, **told: Any) -> None:
        self.secrets: dict[str, str] = {}
        self.issued = itertools.count()
        super().__init__(**told)

    def token(self, who: str) -> str:
        """The token of somebody, made when it is first needed."""
        if who not in self.secrets:
            person = self.people[who].person_id
            assert person is not None
            made = identity.PREFIX + secrets.token_urlsafe(32)
            console = Actor(Role.OPERATOR, self.people["operator"].organisation_id)
            tokens.issue(
                person_id=person, label="story", secret=made, by=console, at=self.at, key=f"token {next(self.issued)}"
            )
            self.secrets[who] = made
        return self.secrets[who]

    def get(self, who: str, path: str) -> Any:
        """Read a resource."""
        return self._told(*self.door.ask("GET", path, token=self.token(who)))

    def post(self, who: str, path: str, **body: Any) -> dict[str, Any]:
        """Act, under the stage's next key; the answer as the use case gives it. Refuses: what the problem says."""
        token = self.token(who)  # before the key, so that keys are the same with and without HTTP
        return self._told(*self.door.ask("POST", path, token=token, body=body, key=self.key().replace(" ", "-")))

    def _told(self, status: int, answer: Any) -> Any:
        if status < 400:
            return {name: _plain(value) for name, value in answer.items()}
        kind = REFUSALS.get(answer["type"].rsplit("/", 1)[-1])
        if kind is None or not issubclass(kind, refusals.Refusal):
            raise AssertionError(f"{status}: {answer}")
        assert problems.KINDS[problems.REFUSALS[kind]].status == status
        raise kind(*answer["reasons"], field=answer.get("field"))

    # --- what people do

    def offer(self, *, buyer: str, supplier: str, **changes: Any) -> UUID:
        """The supplier offers a contract."""
        body = self.contract(buyer=buyer, supplier=supplier, **changes)
        return UUID(self.post(supplier, "/orders", **body)["order"])

    def sign(self, order_id: UUID, who: str, *, cover: str | None = None) -> dict[str, Any]:
        """Sign what is on the table, on the cover shown or on `cover`."""
        path = f"/orders/{vocabulary.shown('order', order_id)}"
        shown = self.get(who, path)
        return self.post(who, f"{path}/sign", hash=shown["hash"], cover=cover or shown["cover"]["cover"]["amount"])

    def move(self, order_id: UUID, who: str, verb: str, **said: Any) -> dict[str, Any]:
        """A move of the order."""
        return self.post(who, f"/orders/{vocabulary.shown('order', order_id)}/{verb}", **said)

    def _last(self, order_id: UUID, who: str, noun: str) -> str:
        parts = self.get(who, f"/orders/{vocabulary.shown('order', order_id)}")["parts"]
        return [one["id"] for one in parts if one["noun"] == noun][-1]

    def inspect(self, order_id: UUID, *, inspector: str, buyer: str, readings: list[str]) -> dict[str, Any]:
        """The buyer books the inspector, who reports."""
        path = f"/inspections/{self._last(order_id, buyer, 'inspection')}"
        self.post(buyer, f"{path}/book", inspector_id=self.people[inspector].organisation_id)
        return self.post(inspector, f"{path}/report", report={"measurements": {"width": readings}})

    def choose(self, order_id: UUID, who: str, verb: str) -> dict[str, Any]:
        """What the buyer does after a failed inspection."""
        return self.post(who, f"/inspections/{self._last(order_id, who, 'inspection')}/{verb}")

    def ship(
        self, order_id: UUID, supplier: str, *, kind: str = "on_board", day: Any = None, lot: int = 1
    ) -> dict[str, Any]:
        """The supplier shows a shipping document of one lot."""
        document = {
            "kind": kind, "number": f"BL-{self.key()}", "date": (day or self.at.date()).isoformat(), "carrier": "Fictional Lines",
            "file": "bill-of-lading.pdf", "place": "Ningbo",
        }  # fmt: skip
        parts = self.get(supplier, f"/orders/{vocabulary.shown('order', order_id)}")["parts"]
        lots = [one["id"] for one in parts if one["noun"] == "shipment"]
        return self.post(supplier, f"/shipments/{lots[lot - 1]}/ship", **document)

    def amend(self, order_id: UUID, who: str, kind: str, **content: str) -> UUID:
        """One side proposes to change the signed contract."""
        path = f"/orders/{vocabulary.shown('order', order_id)}/amendments"
        if "settles" in content:
            content["settles"] = vocabulary.shown("dispute", UUID(content["settles"]))
        return UUID(self.post(who, path, kind=kind, content=content)["amendment"])

    def sign_amendment(self, amendment_id: UUID, who: str) -> dict[str, Any]:
        """The other side signs it."""
        return self.post(who, f"/amendments/{vocabulary.shown('amendment', amendment_id)}/sign")

    def dispute(self, order_id: UUID, buyer: str, *grounds: str, remedy: str, amount: str | None = None) -> UUID:
        """The buyer opens a dispute."""
        path = f"/orders/{vocabulary.shown('order', order_id)}/disputes"
        asked = {"amount": amount} if amount else {}
        return UUID(self.post(buyer, path, grounds=list(grounds), remedy=remedy, **asked)["dispute"])

    def say(self, dispute_id: UUID, who: str, verb: str, **said: Any) -> dict[str, Any]:
        """A move of the dispute."""
        return self.post(who, f"/disputes/{vocabulary.shown('dispute', dispute_id)}/{verb}", **said)

    def offer_settlement(self, dispute_id: UUID, who: str, *, amount: str) -> dict[str, Any]:
        """Either side puts a settlement figure on the table."""
        return self.say(dispute_id, who, "offer", amount=amount)


def _plain(value: Any) -> Any:
    """An id as the use cases tell it."""
    if isinstance(value, str) and value[3:4] == "_" and value[:3] in vocabulary.PREFIXES.values() and len(value) == 36:
        return str(UUID(value[4:]))
    return value


def opened(monkeypatch: Any) -> Door:
    """A door whose clock is the stage's: whoever comes in, comes in when the story says."""
    made = Door()
    stages: list[OverHttp] = []

    class Hands(OverHttp):
        door = made

        def __init__(self, **told: Any) -> None:
            stages.append(self)
            super().__init__(**told)

    monkeypatch.setattr(clock, "now", lambda: stages[-1].at)
    monkeypatch.setattr("tests.world.World.hands", Hands)
    return made
