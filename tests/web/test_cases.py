"""What inspectors, officers and the operator do on their pages, by forms without JavaScript (RULES §5, §6, §9)."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.browsing import Pages
from tests.web.test_lives import Hands
from tradeward.domain import vocabulary
from tradeward.interfaces.web import tasks
from tradeward.queries import inspections

LOT = {
    "id": "lot", "kind": "sampling", "standard": "ISO 2859-1:1999", "level": "II",
    "aql": {"critical": "none_allowed", "major": "2.5"},
}  # fmt: skip
BOX = {"id": "box", "kind": "pass_fail", "text": "the box agrees with drawing B-12"}
WIDTH = {
    "id": "width",
    "kind": "measure",
    "property": "width",
    "unit": "mm",
    "method": "ISO 3611",
    "min": "49.5",
    "max": "50.5",
}


def test_a_stray_credit_is_matched_by_two(house, pages) -> None:
    """RULES §9: one of the operator's people proposes, another agrees; who proposed is not offered it."""
    hands = Hands(pages)
    proposing = re.search(r'href="(/office/moves/crd_[0-9a-f]+/propose)"', hands.read("operator", "/desk"))
    assert proposing
    with house.undone():
        order = house.world.offered("mugs", buyer=house.who["buyer"], supplier=house.who["supplier"])
        order.sign(house.who["buyer"])
        order.sign(house.who["supplier"])
        payable = pages.get("buyer", f"/orders/{vocabulary.shown('order', order.id)}").text
        reference = re.search(r"<code>(RF[0-9A-Z]+)</code>", payable)
        assert reference
        hands.done(hands.send("operator", proposing[1], reference=reference[1]))
        desk = hands.read("operator", "/desk")
        assert f"proposed: {reference[1]}" in desk
        assert "You asked for it, so somebody else has to agree." in desk


def test_what_another_asked_for_is_agreed_to(house, pages) -> None:
    """RULES §3: the fund is paid into by two."""
    hands, shown = Hands(pages), vocabulary.shown("approval", house.approval)
    with house.undone():
        assert f"/office/do/agree/{shown}" in hands.read("operator", "/desk")
        hands.done(hands.send("operator", f"/office/do/agree/{shown}"))
        assert f"/office/do/agree/{shown}" not in hands.read("operator", "/desk")
        assert pages.get("operator", f"/office/do/agree/{shown}", hands.clients["operator"]).status == 409


def test_a_supplier_is_decided_on_with_facts_that_expire(house, pages) -> None:
    """RULES §3: facts with source, day and expiry; a suspension has its reason, and it is named where it is missing."""
    hands, shown = Hands(pages), vocabulary.shown("supplier", house.own["supplier"])
    with house.undone():
        today = house.world.now.date().isoformat()
        hands.done(
            hands.send(
                "operator", f"/office/do/fact/{shown}", kind="licence", says="active", source="the register (fictional)",
                dated_on=today, expires_on=today,
            )
        )  # fmt: skip
        house.world.after(minutes=1)
        assert "the register (fictional)" in hands.read("operator", f"/office/suppliers/{shown}")
        path = f"/office/moves/{shown}/suspend"
        refused = hands.send("operator", path)
        assert re.search(r'id="f-reason-wrong">reason is missing', refused.text)
        hands.done(hands.send("operator", path, reason="the licence ran out"))
        assert "suspended" in hands.read("operator", f"/office/suppliers/{shown}")


def test_an_inspector_is_accredited_and_that_is_withdrawn(house, pages) -> None:
    """RULES §6: scope, dates, and a withdrawal with its reason."""
    hands, shown = Hands(pages), vocabulary.shown("organisation", house.own["inspector"])
    with house.undone():
        today = house.world.now.date().isoformat()
        path = f"/office/do/accredit/{shown}"
        assert hands.send("operator", path, scope="lamps", first_on="soon", last_on=today).status == 422
        hands.done(hands.send("operator", path, scope="lamps", first_on=today, last_on=today))
        hands.done(hands.send("operator", f"/office/do/withdraw/{shown}", on=today, reason="moved away"))
        assert "not accredited today" in hands.read("operator", "/office/inspectors")


@pytest.fixture
def job(house, pages: Pages):
    """A job of the house's inspector: 500 kettles to be sampled, measured, and looked at; and its address."""
    world, names = house.world, house.who
    order = world.offered(
        "kettles", buyer=names["buyer"], supplier=names["supplier"], terms=[WIDTH, LOT, BOX],
        lines=[{"goods": "kettles", "quantity": "500", "unit": "pcs", "price": "4000.00", "terms": ["width"]}],
        ship_date=(world.now.date().replace(year=world.now.year + 1)).isoformat(),
    )  # fmt: skip
    order.sign(names["buyer"])
    order.sign(names["supplier"])
    order.pay(1)
    order.ready()
    inspection = world.stage.book(order.id, inspector=names["inspector"], buyer=names["buyer"])
    return order, f"/jobs/{vocabulary.shown('inspection', inspection)}"


def filled(**said: str) -> dict[str, object]:
    """A report of fifty units that all conform, with what is said besides."""
    told = {
        "key": tasks.fresh_key(), "report.sample_size": "50", "report.defects.critical": "0", "report.defects.major": "0",
        "report.measurements.width": ["50.0"] * 50, "report.results.box": "pass", "report.position": "29.87, 121.54",
    }  # fmt: skip
    return {**told, **{name.replace("__", "."): value for name, value in said.items()}}


def test_an_inspector_reports_on_his_phone_and_reads_the_computed_verdict(job, house, pages) -> None:
    """RULES §4, §6: rows from the contract's plan, a tally against Ac and Re, photos in the chain; the verdict is computed."""
    _, address = job
    client = pages.client("inspector")
    assert f'href="{address}"' in pages.get("inspector", "/desk", client).text
    form = pages.get("inspector", address, client).text
    assert form.count('name="report.measurements.width"') == 50
    assert "accepted up to <strong>Ac 3</strong>, rejected from <strong>Re 4</strong>" in form
    photo = SimpleUploadedFile("crack.png", b"\x89PNG a crack", content_type="image/png")
    told = filled(report__defects__major="4", photo=photo)
    assert client.post(address, told).status_code == 302
    page = pages.get("inspector", address, client).text
    assert "Computed verdict: breached" in page
    assert "major 4 found, n 50, Re 4" in page
    assert "crack.png" in page
    assert f'data-clear="{address}"' in page


def test_a_report_that_is_sent_twice_is_filed_once(job, house, pages) -> None:
    """Issue: submits once; the network may drop after the form was sent."""
    order, address = job
    client, told = pages.client("inspector"), filled()
    photos = [SimpleUploadedFile("a.png", b"\x89PNG a", content_type="image/png") for _ in range(2)]
    assert [client.post(address, {**told, "photo": one}).status_code for one in photos] == [302, 302]
    found = inspections.listed(order.stage.people["operator"], order_id=order.id, at=house.world.now)[-1]
    assert (found.state, found.report["position"]) == ("passed", "29.87, 121.54")
    page = pages.get("inspector", address, client).text
    assert page.count('id="file-') == 1


def test_a_tally_counts_without_javascript_and_keeps_what_was_typed(job, pages) -> None:
    """Issue: large buttons; every form keeps what was typed, and nothing is filed by them."""
    _, address = job
    told = {**filled(report__defects__major="2"), "more": "report.defects.major:1"}
    page = pages.post("inspector", address, told)
    assert page.status == 200
    assert re.search(r'name="report.defects.major"[^>]*value="3"', page.text)
    assert page.text.count('value="50.0"') == 50


def test_what_is_wrong_in_a_report_stands_beside_its_field(job, pages) -> None:
    """Issue: every form says what is wrong beside the field."""
    _, address = job
    page = pages.post("inspector", address, filled(report__sample_size="many"))
    assert page.status == 422
    assert "report.sample_size is no whole number" in page.text
    assert 'value="many" aria-invalid="true"' in page.text
    assert page.text.count('value="50.0"') == 50


def test_an_inspector_declares_a_conflict_and_the_job_is_gone(job, pages) -> None:
    """RULES §6: independent of both sides; the tie is named."""
    _, address = job
    client = pages.client("inspector")
    assert "say what ties you" in pages.post("inspector", f"{address}/tie", {"key": tasks.fresh_key()}, client).text
    told = {"key": tasks.fresh_key(), "tie": "the supplier's owner is my cousin"}
    answer = pages.post("inspector", f"{address}/tie", told, client).answer
    assert (answer.status_code, answer["Location"]) == (302, "/desk")
    assert pages.get("inspector", address, client).status == 404


@pytest.fixture
def case(house, pages: Pages):
    """A case of the house's market that waits for an officer, and its address."""
    world, names = house.world, house.who
    order = world.offered(
        "lids", buyer=names["buyer"], supplier=names["supplier"], terms=[WIDTH, BOX],
        ship_date=(world.now.date().replace(year=world.now.year + 1)).isoformat(),
    )  # fmt: skip
    order.sign(names["buyer"])
    order.sign(names["supplier"])
    order.pay(1)
    order.ready()
    report = {"measurements": {"width": ["50.0", "48.0"]}}
    world.stage.report(order.id, inspector=names["inspector"], buyer=names["buyer"], report=report)
    dispute = order.disputed("quality", remedy="refuse")
    world.after(days=7, hours=1)
    return order, f"/cases/{vocabulary.shown('dispute', dispute.id)}"


def test_an_officer_takes_a_case_asks_and_rules_with_a_reason_for_the_departure(case, pages) -> None:
    """RULES §5: findings are computed first; a departure without its written reason is refused beside its field."""
    _, address = case
    hands = Hands(pages)
    assert f'href="{address}"' in hands.read("officer", "/desk")
    page = hands.read("officer", address)
    assert "1 of 2 readings outside at least 49.5 and at most 50.5" in page
    assert "What would show it?" in page
    assert hands.send("officer", f"{address}/take", tie="tied").status == 409
    hands.done(hands.send("officer", f"{address}/take", tie="none"))
    key = {"key": tasks.fresh_key(), "item": "the packing list of lot 1", "of": "supplier"}
    assert pages.post("officer", f"{address}/ask", key, hands.clients["officer"]).status == 302
    assert "the packing list of lot 1" in hands.read("officer", address)
    hands.done(hands.send("officer", f"{address}/close_file"))
    form = hands.read("officer", f"{address}/rule")
    award = re.search(r'name="award"[^>]*value="([^"]+)"', form)
    assert award
    refused = hands.send("officer", f"{address}/rule", outcome="cancel", award="1.00")
    assert refused.status == 422
    assert re.search(r'id="f-reasons-award-wrong">[^<]*why this departs', refused.text)
    assert 'value="1.00"' in refused.text
    hands.done(
        hands.send("officer", f"{address}/rule", outcome="cancel", award="1.00", reasons__award="Half was cured.")
    )
    assert "Half was cured." in hands.read("officer", address)


def test_findings_that_are_left_as_computed_are_no_departure(case, pages) -> None:
    """RULES §5: the form starts from the computed findings."""
    _, address = case
    hands = Hands(pages)
    hands.done(hands.send("officer", f"{address}/take", tie="none"))
    award = re.search(r'name="award"[^>]*value="([^"]+)"', hands.read("officer", f"{address}/rule"))
    assert award
    hands.done(hands.send("officer", f"{address}/rule", outcome="cancel", award=award[1]))
    assert "As computed." in hands.read("officer", address)


def test_an_appeal_is_decided_by_an_officer_who_had_no_part_in_it(case, house, pages, monkeypatch) -> None:
    """RULES §5: another officer hears the appeal of a ruling, and starts from the computed findings as well."""
    order, address = case
    monkeypatch.setitem(house.who, "second officer", "officer B")
    hands = Hands(pages, f"/orders/{vocabulary.shown('order', order.id)}")
    hands.done(hands.send("officer", f"{address}/take", tie="none"))
    hands.done(hands.send("officer", f"{address}/rule"))
    hands.done(hands.move("supplier", "appeal", reason="The sample was not ours."))
    assert queued(hands.read("officer", "/desk"), address) == "others"
    assert queued(hands.read("second officer", "/desk"), address) == "free"
    assert f"{address}/take_appeal" not in re.findall(
        r'class="act[^"]*" href="([^"]+)"', hands.read("officer", address)
    )
    hands.done(hands.send("second officer", f"{address}/take_appeal", tie="none"))
    assert queued(hands.read("second officer", "/desk"), address) == "mine"
    hands.done(hands.send("second officer", f"{address}/rule_appeal"))
    assert "Ruling 2" in hands.read("second officer", address)
    assert queued(hands.read("second officer", "/desk"), address) == ""


def queued(desk: str, address: str) -> str:
    """The part of the queue that a case stands in."""
    parts = re.split(r'<h2 id="(mine|free|others)">', desk)
    return next((place for place, part in zip(parts[1::2], parts[2::2], strict=True) if address in part), "")
