"""Letters: what is to be told of deadlines, written to each in their language, and sent until it is taken (DESIGN §3).

A notice is written with what it tells of (`store.recording`), so none is lost and none is told of what did not happen. No
transaction is open while a mail server is waited for. What was taken is never sent again; where a process dies before it can write
that down, the letter goes out once more under the same Message-ID, by which receivers tell that it is the same.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from tradeward.domain import retrying, vocabulary
from tradeward.store import letters, transactions
from tradeward.store.letters import Letter, Told

LEASE = timedelta(minutes=5)
"""How long a letter is one process's: longer than a mail server is waited for."""
KEPT = timedelta(days=30)
"""How long it is kept who got which letter when."""
LONGEST_FAULT = 500
Write = Callable[[Told], tuple[str, str]]
"""The title and the text of a letter, in the language of its reader."""


@transactions.durable
def share_out(*, write: Write, at: datetime, machine: datetime, most: int = 200) -> int:
    """Write the letters of the notices whose time has come; how many notices. `at` is the market's time, `machine` is not."""
    ids = letters.due(at=at, most=most)
    for one in letters.told(ids=ids):
        title, text = write(one)
        id = vocabulary.new_id(noun="letter", key=f"{one.notice_id}:{one.address}", at=at)
        letters.add(
            id=id, address=one.address, language=one.language, title=title, text=text, at=at, due_at=machine,
            notice_id=one.notice_id, person_id=one.person_id, organisation_id=one.organisation_id,
        )  # fmt: skip
    letters.end_notices(ids=ids)
    return len(ids)


def post(*, key: str, address: str, language: str, title: str, text: str, at: datetime, machine: datetime) -> None:
    """Put a letter that is written already into the outbox, in the transaction of whoever asks; one a key."""
    id = vocabulary.new_id(noun="letter", key=key, at=at)
    letters.add(id=id, address=address, language=language, title=title, text=text, at=at, due_at=machine)


@transactions.durable
def take(*, at: datetime, most: int = 20) -> list[Letter]:
    """Take letters that are due; whoever takes them sends them and says what came of it. `at` is the machine's time."""
    return letters.take(at=at, until=at + LEASE, most=most)


@transactions.durable
def settle(*, letter: Letter, fault: str, at: datetime, keep: bool) -> None:
    """Write down what came of a try: no fault, and it is sent; else it is tried again later and later, for three days.

    `keep`: the text stays, as in a demo; else it is forgotten when the letter ends, since it may hold a secret.
    """
    if not fault:
        letters.end(letter=letter, state="sent", fault="", at=at, keep=keep)
    elif at - letter.first_at >= retrying.PATIENCE:
        letters.end(letter=letter, state="given_up", fault=fault[:LONGEST_FAULT], at=at, keep=keep)
    else:
        due_at = at + retrying.delay(id=letter.id, tries=letter.tries)
        letters.put_off(letter=letter, fault=fault[:LONGEST_FAULT], due_at=due_at)


@transactions.durable
def forget(*, at: datetime) -> int:
    """Delete what is older than thirty days; how many letters."""
    return letters.forget(before=at - KEPT)
