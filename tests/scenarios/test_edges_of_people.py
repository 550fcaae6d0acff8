"""What keeps people out, and what nobody takes: languages, invitations and letters beside their usual stories (DESIGN §3, §6)."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from tests.world import BUYER, SUPPLIER
from tradeward.domain import retrying
from tradeward.domain.refusals import NotAllowed, NotFound, OutOfTurn, RuleBroken
from tradeward.domain.vocabulary import Actor, Role
from tradeward.usecases import languages, letters, logins

CONSOLE = Actor(Role.OPERATOR)
EMAIL = "desk@quill.example"


# --- the language of a person


@pytest.mark.parametrize("tag", ["", "-", "en us", "en;q=1", "华", "e" * 40])
def test_what_is_no_language_tag_is_not_remembered(world, tag):
    """RFC 5646: letters, digits and hyphens."""
    with pytest.raises(RuleBroken, match="is no language tag") as refused:
        languages.choose(language=tag, by=world.stage.people[BUYER])
    assert refused.value.field == "language"


def test_whoever_acts_as_no_person_has_no_language(world):
    """DESIGN §6: the console, and the tokens of programs, are nobody's eyes."""
    with pytest.raises(RuleBroken, match="act as no person"):
        languages.choose(language="en", by=CONSOLE)


# --- invitations


def invite(world, who=BUYER, by=CONSOLE, key="one", email=EMAIL):
    return logins.invite(
        person_id=world.stage.people[who].person_id, email=email, secret=f"secret {key}", by=by, at=world.now, key=key
    )


def test_an_invitation_asked_for_again_is_the_same_one(world):
    """DESIGN §5: same key, same answer, whose secret is not told anew; another address under the key is refused."""
    told = invite(world)
    assert invite(world) == {**told, "fresh": False}
    assert told["fresh"] is True
    with pytest.raises(RuleBroken, match="this key was used for another request"):
        invite(world, email="else@quill.example")


def test_nobody_invites_the_people_of_others(world):
    """RULES §9: a party its own; the operator others', and his own at the console alone."""
    for by, who in ((SUPPLIER, BUYER), ("operator", "second operator"), ("officer A", BUYER)):
        with pytest.raises(NotAllowed, match="Parties invite their own people"):
            invite(world, who, by=world.stage.people[by])
    assert invite(world, BUYER, by=world.stage.people[BUYER])["email"] == EMAIL


def test_who_has_an_account_is_invited_no_more(world):
    """DESIGN §6: an invitation is taken up once, and only while it is open."""
    invite(world)
    taken = {"secret": "secret one", "password": "hashed elsewhere"}
    with pytest.raises(OutOfTurn, match="This invitation is over"):
        logins.accept(**taken, at=world.now + logins.OPEN_FOR)
    assert logins.accept(**taken, at=world.now)["email"] == EMAIL
    for again in (
        lambda: logins.accept(**taken, at=world.now),
        lambda: logins.invited(secret="secret one", at=world.now),
    ):
        with pytest.raises(OutOfTurn, match="taken up already"):
            again()
    with pytest.raises(OutOfTurn, match="has an account already"):
        invite(world, key="two")
    with pytest.raises(NotFound):
        logins.invited(secret="no secret of ours", at=world.now)


def colleague(world, by, label="the other desk", key="one"):
    return logins.invite_colleague(label=label, email=EMAIL, secret="secret", by=by, at=world.now, key=key)


def test_a_colleague_is_taken_on_once_and_by_a_party(world):
    """DESIGN §5: said again it is answered again, and the link, told once, is not told anew."""
    buyer = world.stage.people[BUYER]
    first, again = colleague(world, buyer), colleague(world, buyer)
    assert (first["fresh"], again["fresh"], again["person"]) == (True, False, first["person"])
    for by in (CONSOLE, world.stage.people["operator"], world.stage.people["officer A"]):
        with pytest.raises(NotAllowed, match="Parties invite their own people"):
            colleague(world, by, key="two")
    with pytest.raises(RuleBroken, match="label is missing"):
        colleague(world, buyer, label=" ", key="three")


# --- letters


def test_a_letter_that_nobody_takes_is_given_up_after_three_days_and_forgotten(world):
    """DESIGN §3: tried later and later; what it said, which may be a secret, is kept no longer than it is tried."""
    at = began = world.now
    with transaction.atomic():
        letters.post(key="one", address=EMAIL, language="en", title="One", text="a secret", at=at, machine=at)
    kept = []
    while taken := letters.take(at=at):
        letters.settle(letter=taken[0], fault="no such host", at=at, keep=False)
        with connection.cursor() as cursor:
            cursor.execute("SELECT state, fault, text, due_at FROM letters")
            *told, due_at = cursor.fetchone()
        kept.append(tuple(told))
        last, at = at, max(due_at, at)
    assert kept[:-1] == [("waiting", "no such host", "a secret")] * (len(kept) - 1)
    assert kept[-1] == ("given_up", "no such host", "")
    assert last - began >= retrying.PATIENCE > timedelta(0)
