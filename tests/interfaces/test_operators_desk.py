"""The operator's people over HTTP: parties taken on, hits cleared, files erased, payments handed out by two (RULES §6, §9)."""

import json

import pytest

from tests.interfaces.house import FORM, form
from tradeward.domain import supplier as life
from tradeward.domain.vocabulary import Role

KITE = {
    "kind": "supplier", "name": "Paper Kite (fictional)", "country": "CN", "zone": "Asia/Shanghai", "email": "desk@kite.example",
    "account": "CN-KITE",
}  # fmt: skip


def told(answer, status=200):
    """The JSON of an answer that has the status."""
    assert answer.status_code == status, (answer.status_code, answer.read)
    return json.loads(answer.read)


def agreed(house, asked):
    """A second person of the operator agrees to what one asked for."""
    return told(house.ask("second operator", "POST", f"/approvals/{asked['approval']}/agree"))


def taken_on(house, **changes):
    return told(house.ask("operator", "POST", "/organisations", {**KITE, **changes}), 201)


def test_a_party_proves_its_address_before_it_trades(house):
    """R9.10: the token is told once, whoever brings it back has read what is sent to the address."""
    made = taken_on(house)
    assert made["held"] is False
    path = f"/organisations/{made['organisation']}"
    assert told(house.ask("operator", "GET", f"{path}/onboarding"))["verified_at"] is None
    first = told(house.ask("operator", "POST", f"{path}/email_proofs", key="proof-of-kite"), 201)
    again = told(house.ask("operator", "POST", f"{path}/email_proofs", key="proof-of-kite"), 201)
    assert (first["email"], again) == ("desk@kite.example", {**first, "token": None})
    assert house.ask("stranger", "POST", "/email_proofs/confirm", {"token": "x"}).status_code == 404
    for _ in range(2):
        proven = told(house.ask("stranger", "POST", "/email_proofs/confirm", {"token": first["token"]}))
        assert proven == {"organisation": made["organisation"], "email": "desk@kite.example"}
    onboarding = told(house.ask("operator", "GET", f"{path}/onboarding"))
    assert (onboarding["verified_at"] is None, onboarding["held"]) == (False, False)
    asked = house.ask("operator", "POST", f"{path}/email_proofs")
    assert (asked.status_code, json.loads(asked.read)["detail"]) == (409, "The e-mail address is verified already.")


def test_a_list_holds_whom_it_names_until_two_people_clear_the_hit(house):
    """R9.10: everybody is held against a list as it comes; the newest of a name counts."""
    made = taken_on(house, name="Tin Drum (fictional)")
    said = {
        "name": "fictional sanctions",
        "source": "a fictional ministry",
        "entries": [{"name": "Tin Drum fictional"}],
    }
    imported = told(house.ask("operator", "POST", "/screening_lists", said), 201)
    assert (imported["entries"], imported["held"]) == (1, [made["organisation"]])
    onboarding = f"/organisations/{made['organisation']}/onboarding"
    assert told(house.ask("operator", "GET", onboarding))["held"] is True
    house.world.after(minutes=1)
    newer = {**said, "entries": [{"name": "Stone Boat", "country": "XX"}, {"name": "Glass Bell"}]}
    assert told(house.ask("operator", "POST", "/screening_lists", newer), 201)["held"] == []
    lists = [
        one for one in told(house.ask("operator", "GET", "/screening_lists"))["items"] if one["name"] == said["name"]
    ]
    assert [(one["entries"], one["counts"]) for one in lists] == [(1, False), (2, True)]
    (hit,) = [
        one
        for one in told(house.ask("operator", "GET", "/screening_hits"))["items"]
        if one["organisation"] == made["organisation"]
    ]
    assert (hit["name"], hit["entry_name"], hit["occasion"]) == ("Tin Drum (fictional)", "Tin Drum fictional", "list")
    asked = told(house.ask("operator", "POST", f"/screening_hits/{hit['id']}/clear", {"reason": "another one"}), 202)
    assert told(house.ask("operator", "GET", onboarding))["held"] is True
    assert agreed(house, asked) == {"hit": hit["id"], "organisation": made["organisation"]}
    assert told(house.ask("operator", "GET", onboarding))["held"] is False
    gone = told(house.ask("operator", "GET", "/screening_hits?cleared=true"))["items"]
    assert [(one["id"], one["reason"]) for one in gone] == [(hit["id"], "another one")]


def sent(house, role="buyer", **words):
    """A file with words beside it, as a form."""
    parts = form(b"a letter", name="letter.txt", media_type="text/plain").removesuffix(b"--b--\r\n")
    for name, value in words.items():
        parts += f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    path = f"/orders/{house.shown('order', house.own['order'])}/evidence"
    return house.ask(role, "POST", path, raw=parts + b"--b--\r\n", content_type=FORM)


def test_a_file_of_another_channel_comes_with_what_proves_where_it_is_from(house):
    """RULES §5: all channels are admissible, with proof of origin."""
    refused = [
        sent(house, channel="e-mail"), sent(house, channel="pigeon", origin="it flew"), sent(house, colour="red"),
    ]  # fmt: skip
    problems = [json.loads(one.read) for one in refused]
    assert [(one["status"], one.get("field") or one["errors"][0]["pointer"]) for one in problems] == [
        (422, "origin"), (422, "channel"), (400, "/colour"),
    ]  # fmt: skip
    id = told(sent(house, channel="e-mail", origin="the mail with its headers"), 201)["evidence"]
    file = told(house.ask("supplier", "GET", f"/evidence/{id}"))
    assert (file["name"], file["channel"], file["origin"]) == ("letter.txt", "e-mail", "the mail with its headers")


def test_personal_bytes_are_erased_and_hash_and_reason_stay(house):
    """RULES §6: by the operator alone, once, with a reason."""
    id = told(sent(house), 201)["evidence"]
    assert house.ask("buyer", "GET", f"/evidence/{id}/content").read == b"a letter"
    assert house.ask("buyer", "POST", f"/evidence/{id}/erase", {"why": "mine"}).status_code == 403
    erased = told(house.ask("operator", "POST", f"/evidence/{id}/erase", {"why": "a person's address"}))
    file = told(house.ask("buyer", "GET", f"/evidence/{id}"))
    assert (erased["evidence"], erased["sha256"]) == (id, file["sha256"])
    assert (file["erased_why"], file["erased_at"] is None) == ("a person's address", False)
    assert house.ask("buyer", "GET", f"/evidence/{id}/content").status_code == 404
    assert house.ask("operator", "POST", f"/evidence/{id}/erase", {"why": "again"}).status_code == 409


@pytest.mark.parametrize("role", ["supplier", "operator", "buyer"])
def test_a_supplier_shows_the_moves_that_are_the_askers(house, role):
    """DESIGN §5: from the table, with why not; what the clock does next is for him and the platform."""
    path = f"/suppliers/{house.shown('supplier', house.own['supplier'])}"
    found = told(house.ask(role, "GET", path))
    table = [one.verb for one in life.SUPPLIER.rows(state=found["state"]) if Role(role) in one.by]
    moves = [one for one in found["allowed_moves"] if one["noun"] == "supplier"]
    assert [one["verb"] for one in moves] == (table if role != "buyer" else [])
    leave = [one["why_not"] for one in moves if one["verb"] == "leave"]
    assert leave == (
        [["No order runs or holds the supplier's cover, and nothing is owed, due or on its way."]]
        if role == "supplier"
        else []
    )
    assert [one["verb"] for one in found["deadlines"]] == (["review_limit"] if role != "buyer" else [])


def test_payments_are_handed_out_by_two_people(house):
    """R9.7, issue of four eyes: one asks, the other sees each payment and agrees, and the bank takes each id once."""
    house.world.after(days=1)
    asked = told(house.ask("operator", "POST", "/payment_orders/hand_out"), 202)
    twice = told(house.ask("second operator", "POST", "/payment_orders/hand_out"), 202)
    waiting = told(house.ask("second operator", "GET", "/approvals"))["items"]
    (shown,) = [one["told"]["payments"] for one in waiting if one["id"] == asked["approval"]]
    assert [one["told_at"] for one in told(house.ask("operator", "GET", "/payment_orders"))["items"]] == [None] * len(
        shown
    )
    own = house.ask("operator", "POST", f"/approvals/{asked['approval']}/agree")
    assert own.status_code == 403
    payments = agreed(house, asked)["payments"]
    assert payments == shown
    assert {tuple(sorted(one)) for one in payments} == {("account", "amount", "end_to_end", "purpose")}
    refunds = [one["amount"] for one in payments if one["purpose"] == "refund"]
    assert refunds == [{"amount": "7500.00", "currency": "USD"}] * 2
    other = house.ask("operator", "POST", f"/approvals/{twice['approval']}/agree")
    assert json.loads(other.read) == {"payments": []}
    assert None not in [one["told_at"] for one in told(house.ask("operator", "GET", "/payment_orders"))["items"]]
    again = house.ask("operator", "POST", "/payment_orders/hand_out")
    assert (again.status_code, json.loads(again.read)["detail"]) == (409, "No payment waits to be taken to the bank.")
