"""The whole case of an order to take away: contract versions, journal, rulings and every file of the chain, one after another."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

from django.db import connection

from tradeward.domain import rows, vocabulary
from tradeward.domain.bundle import OrderBundle
from tradeward.domain.refusals import NotFound
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways import files
from tradeward.queries import reading, rulings


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of the case under its name: its bytes, or a file that is opened when its turn comes."""

    name: str
    at: datetime
    content: bytes = b""
    sha256: str = ""

    def opened(self) -> BinaryIO | None:
        """The file open at its beginning, hashed again; None for what is at hand. Refuses: NotFound. Raises Corrupt."""
        return files.here().opened(self.sha256) if self.sha256 else None


def documents(viewer: Actor, *, order_id: UUID, at: datetime) -> list[Document]:
    """What makes up the case, for who may see the order. Refuses: NotFound."""
    bundle = reading.order(viewer, order_id=order_id, at=at)
    return [*_contracts(bundle), _journal(bundle, at), *_rulings(viewer, bundle, at), *_evidence(bundle, at)]


def _contracts(bundle: OrderBundle) -> Iterator[Document]:
    """Every version in the canonical form that its hash is over."""
    for one in bundle.of(rows.Version):
        yield Document(name=f"contract/version-{one.number}.json", at=one.at, content=vocabulary.canonical(one.body))


def _journal(bundle: OrderBundle, at: datetime) -> Document:
    """The order's lines as they are written, each with the hash that binds it to the one before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, at, by, verb, noun, content::text, previous, hash FROM journal WHERE subject_id = %s ORDER BY seq",
            [bundle.subject_id],
        )
        lines = [
            {
                "seq": seq, "at": when.isoformat(), "by": by, "verb": verb, "noun": noun, "content": json.loads(content),
                "previous": previous, "hash": hash,
            }
            for seq, when, by, verb, noun, content, previous, hash in cursor.fetchall()
        ]  # fmt: skip
    return Document(name="journal.json", at=at, content=_written(lines))


def _rulings(viewer: Actor, bundle: OrderBundle, at: datetime) -> Iterator[Document]:
    """Each ruling as the document it is computed again from; an inspector gets none, drafts are for who decides."""
    if viewer.role is Role.INSPECTOR:
        return
    for n, one in enumerate(bundle.of(rows.Ruling), 1):
        if one.issued_at is None:
            continue
        told = rulings.export(viewer, ruling_id=one.id, at=at)
        yield Document(name=f"rulings/ruling-{n}.json", at=one.issued_at, content=told.content)


def _evidence(bundle: OrderBundle, at: datetime) -> Iterator[Document]:
    """The list of files, then the files; of an erased one hash and reason stay in the list. No name leads out of its folder."""
    found = bundle.of(rows.Evidence)
    listed = [
        {
            "file": _name(n, one), "name": one.name, "sha256": one.sha256, "size": one.size, "by": one.by,
            "at": one.at.isoformat(), "channel": one.channel, "origin": one.origin, "late": one.late,
            "erased": one.erased_why if one.erased_at else "",
        }
        for n, one in enumerate(found, 1)
    ]  # fmt: skip
    yield Document(name="evidence/list.json", at=at, content=_written(listed))
    for n, one in enumerate(found, 1):
        if one.erased_at is None and _is_kept(one):
            yield Document(name=_name(n, one), at=one.at, sha256=one.sha256)


def _is_kept(one: rows.Evidence) -> bool:
    try:
        files.here().opened(one.sha256).close()
    except (NotFound, files.Corrupt):
        return False
    return True


def _name(n: int, one: rows.Evidence) -> str:
    """A name that any file system takes: a number, and what of the file's own name is harmless."""
    plain = "".join(each if each.isascii() and (each.isalnum() or each in "-_.") else "_" for each in one.name)
    return f"evidence/{n:03d}-{plain.lstrip('.')[-80:] or 'file'}"


def _written(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
