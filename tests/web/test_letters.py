"""Mail of deadlines: set, near, passed, each told once, in the language of its reader, with a link that opens (issue 5)."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from tests.world import BUYER
from tradeward.domain import retrying
from tradeward.domain.vocabulary import Actor, Role
from tradeward.gateways.mail import Post
from tradeward.interfaces.jobs.postman import Postman
from tradeward.interfaces.web import letters as written
from tradeward.queries import letters as seen
from tradeward.store.letters import told as whom
from tradeward.usecases import languages, letters, logins

OFFICERS = {"officer A", "officer B", "officer C"}
LINK = re.compile(r"https?://[^/\s]+(/\S+)")


@pytest.fixture
def market(house):
    """A market in which what is done is forgotten, and all that was to be told before is told."""
    with house.undone():
        _told(house)
        yield house


def _told(house) -> None:
    while letters.share_out(write=written.written, at=house.world.now, machine=house.world.now):
        pass


def _newest(house, order_id) -> list[tuple[str, str, str]]:
    """Who got which letter about an order: its kind, of what and to whom, its text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.kind, n.verb, p.role, l.text FROM letters l JOIN notices n ON n.id = l.notice_id"
            " JOIN persons p ON p.id = l.person_id WHERE n.order_id = %s ORDER BY n.tell_at, n.kind, n.verb, p.role",
            [order_id],
        )
        return [(kind, f"{verb} {role}", text) for kind, verb, role, text in cursor.fetchall()]


def test_a_deadline_is_told_when_it_is_set_when_it_is_near_and_when_it_has_passed(market, pages) -> None:
    """A signed order waits for its deposit: the buyer is told twice, both sides once the bank's statement lets it lapse."""
    order = market.world.signed("letters")
    _told(market)
    (first,) = [one for one in _newest(market, order.id) if one[1] == "lapse buyer"]
    assert first[0] == "set"
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, due_at FROM deadlines WHERE order_id = %s AND verb = 'lapse'", [order.id])
        ((state, due_at),) = cursor.fetchall()
    assert state == "parked"
    market.world.on(due_at - timedelta(hours=23))
    for _ in range(2):
        _told(market)
    assert _kinds(market, order.id) == {"lapse buyer": ["set", "near"]}
    market.world.on(due_at + timedelta(days=2))
    market.world.stage.statement_day()
    _told(market)
    assert _kinds(market, order.id) == {"lapse buyer": ["set", "near", "passed"], "lapse supplier": ["passed"]}
    (path,) = LINK.findall(first[2])
    assert pages.get("buyer", path).status == 200
    assert "the order lapses and its cover is freed" in first[2]


def _kinds(house, order_id) -> dict[str, list[str]]:
    """What was told of the lapse, to whom, in its order."""
    found: dict[str, list[str]] = {}
    for kind, what, _ in _newest(house, order_id):
        if what.startswith("lapse"):
            found.setdefault(what, []).append(kind)
    return found


def test_a_letter_is_in_the_language_of_its_reader(market) -> None:
    """What the person chose, on the clock of their organisation."""
    languages.choose(language="zh-hans", by=market.world.stage.people[market.who["buyer"]])
    order = market.world.signed("in Chinese")
    _told(market)
    (letter,) = [one for one in _newest(market, order.id) if one[1] == "lapse buyer"]
    assert "订单失效，其保障额释放" in letter[2]


def test_what_is_met_in_time_is_told_no_more(market) -> None:
    """A deposit that is there: nobody is reminded of it."""
    order = market.world.signed("met")
    order.pay(1)
    market.world.after(days=30)
    _told(market)
    assert [one[:2] for one in _newest(market, order.id) if one[1].startswith("lapse")] == []


def test_officers_are_told_of_the_cases_that_are_theirs_to_decide(market) -> None:
    """RULES §5: all, while nobody has taken a case; then who has it in hand, and of a draft whoever may countersign."""
    for n, name in enumerate(OFFICERS):
        person, secret, at = market.world.stage.people[name].person_id, f"secret of {name}", market.world.now
        logins.invite(
            person_id=person, email=f"o{n}@here.example", secret=secret, by=Actor(Role.OPERATOR), at=at, key=name
        )
        logins.accept(secret=secret, password="hashed elsewhere", at=at)
    order = market.world.signed("officers")
    order.inspected_and_paid()
    market.world.on(order.ship_deadline + timedelta(days=1))
    dispute = order.disputed("ship_date", remedy="cancel")
    market.world.after(days=7)
    told = [_officers(market, dispute)]
    for who, verb, said in (
        ("officer A", "take", {"tie": "none"}),
        ("officer A", "rule", {}),
        ("officer B", "countersign", {"tie": "none"}),
        (BUYER, "appeal", {"reason": "the evidence was read wrongly"}),
        ("officer C", "take_appeal", {"tie": "none"}),
    ):
        dispute.say(who, verb, **said)
        if dispute.state != "ruled":  # then it waits on no officer
            told.append(_officers(market, dispute))
    others = OFFICERS - {"officer A"}
    assert told == [OFFICERS, {"officer A"}, others, others, {"officer C"}]


def _officers(house, dispute) -> set[str]:
    """Which officers would be told of a deadline of this dispute now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices (id, deadline_id, kind, order_id, subject, subject_id, verb, waits_on, due_at, tell_at)"
            " SELECT gen_random_uuid(), gen_random_uuid(), 'near', order_id, 'dispute', id, 'send_back', 'officer', %(at)s, %(at)s"
            " FROM disputes WHERE id = %(id)s RETURNING id",
            {"id": dispute.id, "at": house.world.now},
        )
        ((notice,),) = cursor.fetchall()
    people = {actor.person_id: name for name, actor in house.world.stage.people.items()}
    return {people[one.person_id] for one in whom(ids=[notice])}


def test_a_letter_that_is_not_taken_is_tried_again_and_one_that_is_never(market) -> None:
    """With back-off, by the machine's clock; its text is forgotten when it was sent."""
    mail.outbox = []
    at = market.world.now
    letters.post(key="one", address="a@b.example", language="en", title="One", text="a secret", at=at, machine=at)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM letters WHERE title <> 'One'")
    clocks = [at]
    shut = Post(backend="no.such.Backend", sender="us@here.example")
    open_ = Post(backend="django.core.mail.backends.locmem.EmailBackend", sender="us@here.example")
    man = Postman(
        post=shut, write=written.written, keep=False, now=lambda: at - timedelta(days=400), machine=lambda: clocks[-1]
    )
    assert (man.turn(), man.turn()) == (True, False)
    clocks.append(at + retrying.DELAYS[0] * 2)
    man.post = open_
    assert (man.turn(), man.turn()) == (True, False)
    clocks.append(at + timedelta(days=1))
    assert man.turn() is False
    assert [(one.to, one.subject, one.body) for one in mail.outbox] == [(["a@b.example"], "One", "a secret")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, tries, text FROM letters")
        assert cursor.fetchall() == [("sent", 2, "")]


def test_the_demo_shows_who_got_what(market, pages) -> None:
    """To whoever looks, as anybody can be anybody there; nowhere else."""
    viewer = market.world.stage.people[market.who["buyer"]]
    order = market.world.signed("shown")
    _told(market)
    assert order.id
    assert seen.captured(viewer, demo=True)[0].state == "waiting"
    assert "you have until" in pages.get("buyer", "/letters").text
