"""Signatures that the reference libraries of Standard Webhooks accept, in Python and JavaScript; secrets that lie nowhere."""

import base64
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from tests.gateways import npm
from tradeward.gateways import webhooks
from tradeward.interfaces import clock

FIRST, SECOND = UUID(int=1), UUID(int=2)
BODY = '{"type":"order.sign","data":{"name":"L\\u00e4den \\ud83d\\ude00"}}'
OLD, NEW = (webhooks.secret(id=one, root="a key") for one in (FIRST, SECOND))

VERIFY = """
const { Webhook } = require("standardwebhooks");
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map(({ secret, body, headers }) => {
  try { return { told: new Webhook(secret).verify(body, headers) }; } catch (fault) { return { fault: fault.message }; }
})));
"""


def signed(*secrets: str, at: datetime | None = None, body: str = BODY) -> dict[str, str]:
    return webhooks.headers(id="evt_1", body=body, secrets=secrets, at=at or clock.machine())


def test_the_headers_are_those_of_the_specification():
    at = datetime(2026, 3, 2, 8, 0, 0, 999_999, tzinfo=UTC)
    headers = signed(OLD, NEW, at=at)
    signatures = headers["webhook-signature"].split(" ")
    assert [one.split(",")[0] for one in signatures] == ["v1", "v1"]
    assert signatures == [Webhook(one).sign("evt_1", at, BODY) for one in (OLD, NEW)]
    del headers["webhook-signature"]
    assert headers == {
        "content-type": "application/json", "user-agent": "Tradeward-Webhooks/1", "webhook-id": "evt_1",
        "webhook-timestamp": "1772438400",
    }  # fmt: skip


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_either_of_two_live_secrets_verifies(secret):
    """Rotation: whoever still has the old secret, and whoever has the new one, accepts the same message."""
    assert Webhook(secret).verify(BODY, signed(OLD, NEW)) == json.loads(BODY)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + " ", signed(OLD, NEW))


def test_a_secret_comes_from_the_installations_key_and_its_id():
    """Nothing of it is in the database: 256 bits, another for each id and each key, and always the same."""
    assert len({webhooks.secret(id=id, root=root) for id in (FIRST, SECOND) for root in ("a key", "another")}) == 4
    assert webhooks.secret(id=FIRST, root="a key") == OLD
    assert OLD.startswith("whsec_")
    assert len(base64.b64decode(OLD.removeprefix("whsec_"))) == 32
    assert webhooks.print_of(OLD) not in OLD
    assert webhooks.print_of(OLD) != webhooks.print_of(NEW)


def test_the_reference_library_in_javascript_accepts_our_signatures():
    """The npm package `standardwebhooks`: ours, of both secrets; not another's, not a changed body, not an old message."""
    asked = [
        {"secret": OLD, "body": BODY, "headers": signed(OLD, NEW)},
        {"secret": NEW, "body": BODY, "headers": signed(OLD, NEW)},
        {"secret": NEW, "body": BODY, "headers": signed(OLD)},
        {"secret": OLD, "body": BODY.replace("sign", "ship"), "headers": signed(OLD)},
        {"secret": OLD, "body": BODY, "headers": signed(OLD, at=clock.machine() - timedelta(minutes=6))},
    ]
    answers = json.loads(npm.node(npm.installed("standardwebhooks", "1.1.1"), VERIFY, json.dumps(asked)))
    assert answers == [
        {"told": json.loads(BODY)},
        {"told": json.loads(BODY)},
        {"fault": "No matching signature found"},
        {"fault": "No matching signature found"},
        {"fault": "Message timestamp too old"},
    ]


def test_where_node_is_missing_the_test_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(AssertionError, match=r"^node is missing: install it \(Debian: apt-get install nodejs npm\)"):
        npm.installed("standardwebhooks", "1.1.1")
