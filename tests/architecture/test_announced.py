"""The pages on events and webhooks say what the code does."""

import re

import pytest

from tests.architecture import announced
from tradeward.domain import events
from tradeward.gateways.webhooks import sending
from tradeward.usecases import webhooks

WEBHOOKS = (announced.FOLDER / "webhooks.md").read_text(encoding="utf-8")
EVENTS = (announced.FOLDER / "events.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", announced.TABLES)
def test_the_tables_are_those_of_the_lives_and_of_the_schedule(name):
    """Where this fails a table has changed: `make diagrams`, and look at the difference."""
    assert (announced.FOLDER / name).read_text(encoding="utf-8") == announced.page(name)


def test_every_type_stands_in_the_page_once():
    assert re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", EVENTS, flags=re.MULTILINE) == list(events.TYPES)


def test_the_times_in_the_page_are_the_code_s():
    assert f"{sending.TO_CONNECT} seconds to connect and {sending.IN_ALL} seconds in all" in WEBHOOKS
    assert f"first {sending.FIRST_WORDS} bytes" in WEBHOOKS
    assert f"at most {webhooks.EACH} deliveries" in WEBHOOKS
    assert f"{webhooks.KEPT.days} days" in WEBHOOKS
    assert f"{webhooks.OLD_SECRET_LIVES.total_seconds() / 3600:g} hours" in WEBHOOKS
    assert f"`{events.TEST}`" in WEBHOOKS


def test_the_receivers_in_the_page_verify_what_we_send(tmp_path):
    """The Python of the page, run as it stands, against a message of ours; the JavaScript is run by npm's library (gateways)."""
    from tradeward.gateways import webhooks as gateway
    from tradeward.interfaces import clock

    (python,) = re.findall(r"```python\n(.*?)```", WEBHOOKS, flags=re.DOTALL)
    told: dict = {}
    exec(compile(python, "webhooks.md", "exec"), told)
    from uuid import UUID

    secret, body = gateway.secret(id=UUID(int=1), root="a key"), '{"type":"order.sign","data":{"id":"evt_1"}}'
    headers = gateway.headers(id="evt_1", body=body, secrets=[secret], at=clock.machine())
    told["SECRET"] = secret
    assert told["received"](body.encode(), headers) == 204
    assert told["received"](body.encode(), headers) == 204
    assert told["received"](b"{}", headers) == 400
    assert told["SEEN"] == {"evt_1"}
