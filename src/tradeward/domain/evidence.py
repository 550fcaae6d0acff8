"""What proves that nothing was changed afterwards: an order's hash chain, and the rules for its files (RULES §6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tradeward.domain import rows, vocabulary
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import OutOfTurn, RuleBroken

MEGABYTE = 1_000_000
HERE = "here"
CHANNELS = (HERE, "e-mail", "messenger", "telephone", "post", "meeting", "register", "other")
"""Where a file comes from: all are admissible, each but the first with proof of origin (RULES §5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One line of a journal: the `seq`-th act, chained to the line before by its hash. `content` holds strings only."""

    seq: int
    at: datetime
    by: str
    verb: str
    noun: str
    content: Mapping[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at line `seq` of a chain."""

    seq: int
    says: str


def empty(*, subject: str) -> str:
    """The head of the chain of `subject` before its first link; no two subjects begin alike (RULES §6)."""
    return vocabulary.digest({"chain": subject})


def link(*, previous: str, seq: int, at: datetime, by: str, verb: str, noun: str, content: Mapping[str, Any]) -> Link:
    """The `seq`-th link, from 1, after the one whose hash is `previous`; its own hash is over all the rest (RULES §6).

    Refuses, as a bug: an instant without a zone, and content that holds numbers.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return Link(
        seq=seq,
        at=at,
        by=by,
        verb=verb,
        noun=noun,
        content=content,
        previous=previous,
        hash=vocabulary.digest(
            {
                "seq": str(seq),
                "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
                "by": by,
                "verb": verb,
                "noun": noun,
                "content": dict(content),
                "previous": previous,
            }
        ),
    )


def verify(*, subject: str, links: Iterable[Link], head: str | None = None) -> list[Fault]:
    """Every fault of the chain of `subject`, at the first line that shows it; none if all is as written (RULES §6).

    A changed line, a missing one, a foreign or repeated one, another order of lines; with the `head` that was sealed
    elsewhere, lines cut off the end or added to it, and a chain that was forged whole.
    """
    faults = []
    seq, last = 0, empty(subject=subject)
    for held in links:
        if held.seq != seq + 1:
            faults.append(Fault(held.seq, f"line {held.seq} follows line {seq}"))
        if held.previous != last:
            faults.append(Fault(held.seq, f"line {held.seq} is not chained to the line before it"))
        if _again(held) != held.hash:
            faults.append(Fault(held.seq, f"line {held.seq} is not what was hashed"))
        seq, last = held.seq, held.hash
    if head is not None and last != head:
        faults.append(Fault(seq, f"the chain ends with line {seq}, which is not the head that was sealed"))
    return faults


def admit(*, size: int, held: int, policy: Policy) -> None:
    """Let a file of `size` bytes join the `held` files of a case (RULES §6).

    Refuses: an empty file, one larger than `evidence_file_megabytes`, one more than `evidence_files_count`.
    """
    most = policy.evidence_file_megabytes
    if size <= 0:
        raise RuleBroken("the file is empty", field="file")
    if size > most * MEGABYTE:
        raise RuleBroken(f"the file has {size} bytes: at most {most} MB, split or compress it", field="file")
    if held >= policy.evidence_files_count:
        raise RuleBroken(f"the case has {held} files: there may be {policy.evidence_files_count}", field="file")


def admit_origin(*, channel: str, origin: str) -> None:
    """Let a file in from whatever channel (RULES §5). Refuses: an unknown one, and one from elsewhere without proof of origin."""
    if channel not in CHANNELS:
        raise RuleBroken(f"channel {channel[:40]!r} is not one of {', '.join(CHANNELS)}", field="channel")
    if channel != HERE and not origin.strip():
        raise RuleBroken(
            f"origin is missing: say what proves where it comes from, as it came by {channel}", field="origin"
        )


def erase(*, file: rows.Evidence, why: str, at: datetime) -> None:
    """Mark the bytes of `file` as erased at `at`: its hash and the reason stay, so the chain stays whole (RULES §6).

    Refuses: no reason, and a file that was erased before.
    """
    if not why.strip():
        raise RuleBroken("say why the file is erased: the reason takes its place", field="why")
    if file.erased_at is not None:
        raise OutOfTurn(f"the file was erased on {file.erased_at.date()}: {file.erased_why}")
    file.erased_at, file.erased_why = at, why.strip()


def _again(held: Link) -> str:
    try:
        return link(
            previous=held.previous,
            seq=held.seq,
            at=held.at,
            by=held.by,
            verb=held.verb,
            noun=held.noun,
            content=held.content,
        ).hash
    except (
        TypeError,
        ValueError,
        RuleBroken,
    ):  # it could not be hashed, so it never was
        return ""
