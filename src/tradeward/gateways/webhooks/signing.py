"""Standard Webhooks: the secrets, and the headers that let a receiver know who sent what when."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from standardwebhooks import Webhook

_PREFIX = "whsec_"
_PURPOSE = b"tradeward.webhook.secret.v1"


def secret(*, id: UUID, root: str) -> str:
    """The secret with this id: reckoned from the installation's key, so that no copy of the database holds it.

    HMAC-SHA256 of the id under a key of this purpose alone; whoever knows one secret learns nothing of another.
    """
    purpose = hmac.digest(root.encode(), _PURPOSE, hashlib.sha256)
    return _PREFIX + base64.b64encode(hmac.digest(purpose, id.bytes, hashlib.sha256)).decode()


def print_of(secret: str) -> str:
    """What is kept of a secret, to notice that the installation's key is another."""
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def headers(*, id: str, body: str, secrets: Sequence[str], at: datetime) -> dict[str, str]:
    """The headers of a message, with one signature for each secret that is live."""
    return {
        "content-type": "application/json",
        "user-agent": "Tradeward-Webhooks/1",
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(one).sign(msg_id=id, timestamp=at, data=body) for one in secrets),
    }
