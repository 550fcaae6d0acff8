"""Evidence: files in an order's chain, by whom and when; erased bytes leave their hash and the reason (RULES §6)."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from tradeward.domain import evidence, lives, rows, saying
from tradeward.domain.bundle import OrderBundle, party
from tradeward.domain.refusals import NotAllowed, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways import files
from tradeward.store import custody, loading, transactions
from tradeward.usecases import work

LONGEST_NAME = 255
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,99}")


class Sent(Protocol):
    """A file that came and lies on the disk: its hash and size, and its bytes in chunks, as often as they are asked for."""

    sha256: str
    size: int

    def chunks(self) -> Iterable[bytes]:
        """The bytes from the beginning."""


def add(
    *, order_id: UUID, content: bytes | Sent, name: str, media_type: str, channel: str = evidence.HERE, origin: str = "",
    by: Actor, at: datetime, key: str,
) -> work.Answer:  # fmt: skip
    """Put a file into the order's chain: never dropped, marked `late` when the case's file has closed (RULES §5, §6).

    What came by another channel than this one is let in with its `origin`: what proves where it comes from.

    Refuses: NotFound, NotAllowed (neither a party, nor the inspector here, nor the officer of the case), RuleBroken
    (empty, too large, too many, a name, media type or channel that is none, no proof of origin).
    """
    said = saying.asked(
        "evidence.add", told={"name": name, "media_type": media_type, "channel": channel, "origin": origin}
    )
    name, media_type, origin = said["name"], said["media_type"], said.get("origin", "").strip()
    if isinstance(content, bytes):
        digest, size = hashlib.sha256(content).hexdigest(), len(content)
    else:
        digest, size = content.sha256, content.size

    def decide(done: work.Work) -> work.Answer:
        check_speaks(done.bundle, by)
        _check_label(name, media_type)
        evidence.admit_origin(channel=channel, origin=origin)
        held = sum(one.erased_at is None for one in done.bundle.of(rows.Evidence))
        evidence.admit(size=size, held=held, policy=done.bundle.policy)
        custody.lock(digest=digest)
        most = done.bundle.policy.evidence_file_megabytes * evidence.MEGABYTE
        put = files.here().put(content=content if isinstance(content, bytes) else content.chunks(), most_bytes=most)
        assert put.digest == digest, "what is kept is what was hashed"
        act = done.act("add", name=name, sha256=digest)
        assert by.organisation_id is not None, "who may add a file acts for an organisation"
        row = done.bundle.add(
            rows.Evidence(
                id=done.bundle.new_id("evidence", act), order_id=order_id, sha256=digest, name=name,
                media_type=media_type, size=size, by=by.role, organisation_id=by.organisation_id, at=at,
                late=_is_late(done.bundle, at), channel=channel, origin=origin,
            )
        )  # fmt: skip
        lives.note(done.bundle, "evidence", row.id, act=act)
        return {"evidence": str(row.id), "sha256": digest, "late": row.late}

    body = {**said, "sha256": digest}
    return work.on_order(order_id=order_id, by=by, at=at, key=key, body=body, decide=decide)


def erase(*, evidence_id: UUID, why: str, by: Actor, at: datetime, key: str) -> work.Answer:
    """Erase the bytes of a file; its hash and the reason stay in the chain (RULES §6: personal bytes).

    The bytes themselves go when no other file has the same content.
    Refuses: NotFound, NotAllowed (not the operator), RuleBroken (no reason), OutOfTurn (erased before).
    """
    why = saying.asked("evidence.erase", told={"why": why})["why"]

    def decide(done: work.Work) -> work.Answer:
        if by.role is not Role.OPERATOR:
            raise NotAllowed("Only the operator erases a file.")
        row = done.bundle.row(rows.Evidence, evidence_id)
        assert row is not None, "a file's order holds it"
        evidence.erase(file=row, why=why, at=at)
        act = done.act("erase", why=why)
        lives.note(done.bundle, "evidence", row.id, act=act)
        return {"evidence": str(row.id), "sha256": row.sha256}

    order_id = loading.order_of(noun="evidence", id=evidence_id)
    body = {"erase": evidence_id, "why": why}
    answer = work.on_order(order_id=order_id, by=by, at=at, key=key, body=body, decide=decide)
    let_go(digest=answer["sha256"])
    return answer


@transactions.durable
def let_go(*, digest: str) -> bool:
    """Remove the bytes of an address that no file wants any more; whether it did. Safe to do again after a crash."""
    custody.lock(digest=digest)
    if custody.wanted(digest=digest):
        return False
    files.here().erase(digest)
    return True


def tidy(*, at: datetime) -> int:
    """Remove what writers that were killed left unfinished more than a day ago; returns how many files that were."""
    return files.here().clear_unfinished(at=at)


def check_speaks(bundle: OrderBundle, by: Actor) -> None:
    """Let `by` add to the file of an order: a party, the inspector there, the officer of its case.

    Refuses: NotAllowed. Who may not know of the order never comes this far.
    """
    of_case = any(by.person_id in (one.officer_id, one.appeal_officer_id) for one in bundle.of(rows.Dispute))
    if party(bundle, by) or by.role is Role.INSPECTOR or (by.role is Role.OFFICER and of_case):
        return
    raise NotAllowed("Only the parties, the inspector of this order and the officer of its case add to its file.")


def _check_label(name: str, media_type: str) -> None:
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable() or "/" in name or "\\" in name:
        raise RuleBroken(f"name has 1 to {LONGEST_NAME} printable characters, none of them / or \\", field="name")
    if not _MEDIA_TYPE.fullmatch(media_type):
        raise RuleBroken(f"media_type {media_type[:120]!r} is none such as application/pdf", field="media_type")


def _is_late(bundle: OrderBundle, at: datetime) -> bool:
    """After the file of the open dispute has closed; such an item is marked, and read all the same (RULES §5)."""
    closes = bundle.dispute.file_closes_at if bundle.dispute else None
    return closes is not None and closes < at
