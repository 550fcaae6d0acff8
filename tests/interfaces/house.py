"""A market to ask over HTTP: two orders with rows of every kind between different people, tokens for all, one fixed time."""

import contextlib
import itertools
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings

from tests.world import World, plan
from tradeward.domain import vocabulary
from tradeward.domain.vocabulary import Actor, Role
from tradeward.interfaces import clock, identity
from tradeward.queries import amendments, credits, disputes, inspections, orders, recoveries, shipments
from tradeward.queries import screenings as seen
from tradeward.usecases import drafts, fund, screenings, tokens, webhooks

ROLES = ("buyer", "supplier", "inspector", "officer", "operator", "stranger", "nobody")
"""Who asks: the parties of the own order, the officer who has its case, the operator, another market's buyer, and no token."""

OTHERS = ("Fremd GmbH (fictional)", "Other Works (fictional)", "Third Eye (fictional)")
STRANGER = "Unbeteiligt AG (fictional)"


FORM = "multipart/form-data; boundary=b"


def form(content: bytes, *, name: str, media_type: str) -> bytes:
    """A form with one file in it, to be sent as FORM."""
    disposition = f'Content-Disposition: form-data; name="file"; filename="{name}"'.encode()
    return b"--b\r\n" + disposition + f"\r\nContent-Type: {media_type}\r\n\r\n".encode() + content + b"\r\n--b--\r\n"


class House:
    """The market and whoever asks it. `own` and `other` hold the ids of an order and all that belongs to it, by noun."""

    def __init__(self) -> None:
        self.world = World(fund="USD 90,000.00")
        stage = self.world.stage
        stage.buyer(OTHERS[0])
        stage.supplier(OTHERS[1], limit="7500.00")
        stage.inspector(OTHERS[2])
        stage.buyer(STRANGER)
        names = list(stage.people)
        parties = [name for name in names if "(fictional)" in name]
        self.who = {
            "buyer": parties[0], "supplier": parties[1], "inspector": parties[2], "officer": "officer A",
            "operator": "operator", "stranger": STRANGER, "second operator": "second operator",
        }  # fmt: skip
        self.secrets: dict[str, str] = {}
        self.client = Client(raise_request_exception=False, SERVER_NAME="localhost")
        self.count = itertools.count(1)
        for role, name in self.who.items():
            self.secrets[role] = self._token(name)
        self._live()
        self.own, self.other = self._orders(parties[0:3]), self._orders(OTHERS)
        self._bank()
        self.hit = self._screened()
        self.drafts = {role: self._draft(role) for role in ("buyer", "supplier", "stranger")}
        asked = fund.pay_in(amount="1.00", currency="USD", **self.world.stage.by("second operator"))
        self.approval = UUID(asked["approval"])
        self.webhooks = {role: self._webhook(role) for role in self.who}
        self.token_ids = {role: UUID(told["token"]) for role, told in self._issued.items()}
        clock.follow(lambda: self.world.now - clock.machine())
        self.patience = override_settings(REQUESTS_A_MINUTE=10**9)
        self.patience.enable()

    def close(self) -> None:
        """Let the clock be the machine's again, and tokens be counted."""
        clock.follow(None)
        self.patience.disable()

    # --- what is there

    _issued: dict[str, dict[str, Any]]

    def _token(self, name: str) -> str:
        self._issued = getattr(self, "_issued", {})
        person = self.world.stage.people[name]
        secret = identity.fresh_secret()
        told = tokens.issue(
            person_id=person.person_id, label="house", secret=secret, at=self.world.now, key=f"token:{name}",
            by=Actor(Role.OPERATOR, self.world.stage.people["operator"].organisation_id),
        )  # fmt: skip
        self._issued[next(role for role, one in self.who.items() if one == name)] = told
        return secret

    def _orders(self, parties: Any) -> dict[str, Any]:
        """Inspected, paid, never shipped, amended, disputed, ruled against the supplier: a debt, a refund, a file."""
        buyer, supplier, inspector = parties
        stage, world = self.world.stage, self.world
        ship_date = (world.now.date() + timedelta(days=60)).isoformat()
        order = world.offered(
            f"order of {buyer}", buyer=buyer, supplier=supplier, ship_date=ship_date,
            plan=plan((3000, "signing", "on_capture"), (7000, "inspection", "on_capture")),
        )  # fmt: skip
        order.sign(buyer)
        order.sign(supplier)
        order.pay(1)
        world.after(days=30)
        order.ready()
        stage.inspect(order.id, inspector=inspector, buyer=buyer, readings=["50.0", "50.1"])
        order.pay(2)
        stage.amend(order.id, supplier, "ship_date", ship_date=(world.now.date() + timedelta(days=40)).isoformat())
        file = stage.add_file(order.id, buyer, b"a photo of lamp 17")
        stage.write(order.id, buyer, "Here is a photo.", file)
        world.after(days=31)
        dispute = order.disputed("ship_date", remedy="cancel")
        world.after(days=7, hours=1)
        dispute.ruled()
        world.after(hours=1)
        asked = {"viewer": stage.people["operator"], "order_id": order.id, "at": world.now}
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM instalments WHERE order_id = %s ORDER BY number", [order.id])
            instalment = cursor.fetchone()[0]
            cursor.execute("SELECT id FROM payments_out WHERE order_id = %s ORDER BY id", [order.id])
            payment = cursor.fetchone()[0]
        organisations = {name: stage.people[name].organisation_id for name in parties}
        return {
            "order": order.id, "evidence": file, "dispute": dispute.id, "instalment": instalment, "payment_out": payment,
            "amendment": amendments.listed(**asked)[0].id, "inspection": inspections.listed(**asked)[0].id,
            "recovery": recoveries.listed(**asked)[0].id, "shipment": shipments.listed(**asked)[0].id,
            "ruling": disputes.one(asked["viewer"], dispute_id=dispute.id, at=world.now).rulings[0].id,
            "credit": credits.of_order(**asked)[0].id, "hash": orders.quote(**asked).hash,
            "reference": orders.instalments(**asked)[0].reference,
            "buyer": organisations[buyer],
            "supplier": organisations[supplier], "inspector": organisations[inspector],
        }  # fmt: skip

    def _live(self) -> None:
        """An order on the table of the own parties: what can still be signed and countered."""
        self.offered = self.world.offered("on the table", buyer=self.who["buyer"], supplier=self.who["supplier"])

    def _bank(self) -> None:
        """A credit in suspense that names nothing, and the bank's statement of yesterday."""
        self.world.stage.credit(reference="nothing", amount="12.00", currency="USD", payer=self.who["buyer"])

    def _screened(self) -> UUID:
        """A hit that waits, on somebody who does nothing else here."""
        self.world.stage.buyer("Still Water (fictional)")
        entries = [{"name": "Still Water fictional"}]
        by = self.world.stage.by("operator")
        screenings.import_list(name="a fictional list", source="a fictional ministry", entries=entries, **by)
        (hit,) = seen.hits(self.world.stage.people["operator"])
        return hit.id

    def _draft(self, role: str) -> UUID:
        person = self.world.stage.people[self.who[role]]
        told = drafts.begin(title="lamps", body={"currency": "USD"}, by=person, at=self.world.now, key=f"draft:{role}")
        return UUID(told["draft"])

    def _webhook(self, role: str) -> tuple[UUID, UUID]:
        """A webhook of the role's organisation, and a delivery of it."""
        said = {"by": self.world.stage.people[self.who[role]], "at": self.world.now}
        told = webhooks.add(url="https://example.com/hook", root="root", demo=False, key=f"webhook:{role}", **said)
        id = UUID(told["webhook"])
        return id, UUID(webhooks.test(webhook_id=id, key=f"test:{role}", **said)["delivery"])

    # --- asking

    def ask(
        self, role: str, method: str, path: str, body: Any = None, *, key: str | None = None, raw: bytes | None = None,
        content_type: str = "application/json", **headers: str,
    ) -> HttpResponse:  # fmt: skip
        """One request of a role, its answer's bytes as `read`. A POST has a key: a fresh one, the given one, or none for ""."""
        told = dict(headers)
        if role in self.secrets:
            told["HTTP_AUTHORIZATION"] = f"Bearer {self.secrets[role]}"
        if method == "POST" and key != "":
            told["HTTP_IDEMPOTENCY_KEY"] = key or f"k{next(self.count)}"
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else b""
        answer = self.client.generic(method, f"/api/v1{path}", data, content_type=content_type, **told)
        answer.read = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.streaming:
            answer.close()
        return answer

    @contextlib.contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever is done inside is rolled back, so that every question finds the same market."""
        with transaction.atomic():
            connection.atomic_blocks[-1]._from_testcase = True
            try:
                yield
            finally:
                transaction.set_rollback(True)

    def shown(self, noun: str, id: UUID) -> str:
        """An id as the API shows it."""
        return vocabulary.shown(noun, id)
