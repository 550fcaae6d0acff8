"""A contract written, countered, signed, disputed and answered on pages of their own; and what a supplier is told of itself."""

import csv
import io
import json
import re
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from tests.web.test_lives import Hands
from tradeward.domain import vocabulary
from tradeward.interfaces.web import tasks
from tradeward.usecases import sandbox

_VAGUE = "High quality finish, as soon as possible."
_WIDTH = "The width is at least 49.5 mm and at most 50.5 mm, each reading, measured by ISO 3611."


@pytest.fixture(scope="module")
def demo(house):
    """The market as a demo's, with its bank."""
    sandbox.begin(at=house.world.now)
    sandbox.end(at=house.world.now)
    return house


@pytest.fixture
def hands(demo, pages) -> Hands:
    return Hands(pages)


@pytest.fixture
def written(hands, demo) -> dict[str, str]:
    """The fields of a contract with the house's supplier, as somebody types them."""
    supplier = demo.world.stage.people[demo.who["supplier"]].organisation_id
    ships = (demo.world.now.date() + timedelta(days=60)).isoformat()
    return {
        "title": "Lamps for the spring", "supplier": str(supplier), "currency": "USD", "lines.rows": "1",
        "lines.0.goods": "brass lamps", "lines.0.quantity": "1000", "lines.0.unit": "pcs", "lines.0.price": "5000.00",
        "incoterm": "FOB Ningbo, Incoterms 2020", "transport": "sea", "ship_date": ships, "ship_zone": "Asia/Shanghai",
        "buyer_zone": "Europe/Berlin", "coverage": "pre_shipment", "terms.rows": "1", "terms.0.id": "width",
        "terms.0.text": _WIDTH, "plan.rows": "1",
    }  # fmt: skip


def begun(hands: Hands) -> str:
    """A fresh draft of the buyer's, by its address."""
    page = hands.pages.post("buyer", "/drafts", {"title": "Lamps", "key": tasks.fresh_key()}, hands.clients["buyer"])
    assert page.status == 302
    return page.answer["Location"]


def sent(hands: Hands, path: str, told: dict[str, str]):
    """The draft's form, with its own hidden fields."""
    hidden = hands.pages.get("buyer", path, hands.clients["buyer"]).hidden
    known = {name: hidden[name] for name in ("revision", "buyer")}
    return hands.pages.post("buyer", path, {**known, "key": tasks.fresh_key(), **told}, hands.clients["buyer"])


@pytest.fixture
def offered(hands, written) -> Hands:
    page = sent(hands, begun(hands), {**written, "do": "offer"})
    hands.done(page)
    hands.order = page.answer["Location"]
    return hands


def test_a_new_draft_begins_with_the_recommended_coverage(hands) -> None:
    """RULES §1 S7, S10: pre-shipment is preselected."""
    text = hands.read("buyer", begun(hands))
    assert re.search(r'value="pre_shipment" checked', text)
    assert "The figures come when the contract says enough." in text


def test_a_draft_begins_from_a_template_that_lacks_the_other_side_alone(hands) -> None:
    """Issue: a draft from a template: every sentence of it can be decided."""
    names = re.findall(r'name="template" value="([a-z_]+)"', hands.read("buyer", "/drafts"))
    assert names
    for name in names:
        client = hands.clients["buyer"]
        page = hands.pages.post("buyer", "/drafts", {"template": name, "key": tasks.fresh_key()}, client)
        text = hands.read("buyer", page.answer["Location"])
        assert ("Can be decided:" in text, "Nobody can judge this" in text) == (True, False), name
    assert hands.pages.post("buyer", "/drafts", {"template": "nothing"}, client).status == 404


def test_the_linter_answers_under_the_term_as_it_is_typed(hands) -> None:
    """RULES §1 S9: what nobody can decide is caught before anyone pays; what can be decided says by what."""

    def asked(text: str) -> str:
        client = hands.clients["buyer"]
        answer = client.post("/lint", {"terms.0.text": text}, headers={"HX-Trigger-Name": "terms.0.text"})
        assert answer.status_code == 200
        return answer.content.decode()

    assert re.findall(r"<mark>(.*?)</mark>", asked(_VAGUE)) == ["High quality", "as soon as possible"]
    assert "Can be decided:" in asked(_WIDTH)
    assert "Fill in the gaps" in asked("The ____ is at least 3 mm, each reading.")
    assert "min" in asked("The width is at least wide mm, each reading.")
    assert "&lt;script&gt;" in asked("good <script>alert(1)</script>") or "<script>" not in asked("good <script>")


def test_a_kind_of_term_is_put_into_a_row_without_javascript(hands, written) -> None:
    """A button alone does it, and keeps what was typed."""
    page = sent(hands, begun(hands), {**written, "more": "pattern", "pattern": "measure"})
    assert page.status == 200
    assert re.search(r'name="terms.1.text"[^>]*>The ____ is at least', page.text)
    assert 'value="brass lamps"' in page.text


def test_the_coverage_box_says_what_is_covered_and_what_is_not(hands, written) -> None:
    """RULES §1 S10: fee and days beside the choice; wherever cover is shown, what it does not reach."""
    page = sent(
        hands,
        begun(hands),
        {**written, "terms.rows": "2", "terms.1.text": _VAGUE, "terms.1.id": "finish", "more": "look"},
    )
    words = " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
    assert "An inspector looks before the goods leave: 7 days." in words
    assert "You examine after clearance: 15 days to claim." in words
    assert "Fee USD 100.00" in words
    assert "the term finish" in words
    assert "Cover is a safety net, not a guarantee" in words


def test_what_is_wrong_in_a_draft_stands_beside_the_field_and_nothing_is_lost(hands, written) -> None:
    """Issue: every form names the field and keeps what was typed; saving again after another saved says so."""
    path = begun(hands)
    page = sent(hands, path, {**written, "terms.0.text": "The width is at least wide mm, each reading."})
    assert (page.status, 'id="f-terms-0-text-wrong"' in page.text) == (422, True)
    assert "at least wide mm" in page.text
    assert "brass lamps" not in hands.read("buyer", path)
    hands.done(sent(hands, path, written))
    assert "brass lamps" in hands.read("buyer", path)
    stale = sent(hands, path, {**written, "revision": "1", "title": "Another"})
    assert (stale.status, "Another" in stale.text) == (409, True)


def test_a_draft_is_thrown_away(hands) -> None:
    """RULES §4: it is nobody's but its writer's."""
    path = begun(hands)
    hands.done(sent(hands, path, {"do": "discard"}))
    assert hands.pages.get("buyer", path, hands.clients["buyer"]).status == 404


def test_a_counter_is_written_in_sentences_and_the_signature_shows_what_changed(offered) -> None:
    """RULES §4: an offered version is immutable; another takes its place, and both sign the same."""
    (path,) = [one for one in offered.moves("supplier") if one.endswith("/propose")]
    form = offered.read("supplier", path)
    typed = dict(re.findall(r'<input [^>]*name="(body[^"]*)"[^>]*value="([^"]*)"', form))
    typed |= dict(re.findall(r'<textarea [^>]*name="(body[^"]*)"[^>]*>([^<]*)<', form))
    for name, options in re.findall(r'<select [^>]*name="(body[^"]+)"[^>]*>(.*?)</select>', form):
        typed[name] = "".join(re.findall(r'value="([^"]*)" selected', options))
    assert typed["body.terms.0.text"] == _WIDTH
    offered.done(offered.send("supplier", path, **{**typed, "body.lines.0.price": "5200.00"}))
    (sign,) = [one for one in offered.moves("buyer") if one.endswith("/sign")]
    text = offered.read("buyer", sign)
    assert "What changed since version 1" in text
    assert "5000.00 became 5200.00" in text
    assert _WIDTH in text


@pytest.fixture
def failed(offered, demo) -> Hands:
    """Signed, the deposit paid, ready, and inspected: the width is breached."""
    hands = offered
    hands.done(hands.move("buyer", "sign"))
    hands.done(hands.move("supplier", "sign"))
    assert "The deposit is not here yet." in hands.read("supplier")
    assert "USD 1,500.00" in hands.read("buyer", "/desk")
    hands.pay("buyer")
    assert "The deposit is secured." in hands.read("supplier")
    hands.done(hands.move("supplier", "declare_ready"))
    inspector = demo.world.stage.people[demo.who["inspector"]].organisation_id
    hands.done(hands.move("buyer", "book", inspector_id=str(inspector)))
    hands.done(hands.move("inspector", "report", report__measurements__width="50.0\n51.3\n49.9"))
    return hands


def test_readings_stand_against_the_terms(failed) -> None:
    """RULES §6: the verdict is computed; the page shows of what."""
    words = " ".join(re.sub(r"<[^>]+>", " ", failed.read("buyer")).split())
    assert f"width {_WIDTH} 50.0, 51.3, 49.9 breached" in words


def test_a_claim_is_guided_reckoned_and_answered(failed) -> None:
    """RULES §5, §7: the breached term with its evidence, the amount before it is asked, and the answer with its clock."""
    hands, claim = failed, f"{failed.order}/ask/dispute"
    assert "readings in the report of an accredited" in hands.read("buyer", claim)
    told = {"grounds": "quality", "terms": "width", "remedy": "refuse", "story": "The seventh lamp is too wide."}
    client = hands.clients["buyer"]
    looked = hands.pages.post("buyer", claim, {**told, "more": "look"}, client)
    words = " ".join(re.sub(r"<[^>]+>", " ", looked.text).split())
    assert looked.status == 200
    assert "Award on the file as it stands USD 1,500.00" in words
    assert "Frozen meanwhile: USD 0.00" in words
    early = hands.pages.post("buyer", claim, {**told, "grounds": "ship_date", "more": "look"}, client)
    assert "cannot be claimed now" in early.text
    assert "Dispute 1" not in hands.read("buyer")
    hands.done(hands.pages.post("buyer", claim, {**told, "key": tasks.fresh_key()}, client))
    (dispute,) = set(re.findall(r'href="(/orders/[^"]+/disputes/[^"]+)"', hands.read("supplier")))
    page = hands.read("supplier", dispute)
    assert "An answer is in time until" in page
    assert "no money is held for this order now" in page
    (answer,) = [one for one in re.findall(r'href="(/orders/[^"]+/moves/[^"]+)"', page) if one.endswith("/answer")]
    form = hands.read("supplier", answer)
    assert re.findall(r'name="answer" value="(\w+)"', form) == ["accept", "cure", "contest"]
    assert hands.send("supplier", answer, answer="").status == 422
    hands.done(hands.send("supplier", answer, answer="contest"))
    (offer,) = [one for one in re.findall(r'href="(/orders/[^"]+/moves/[^"]+)"', page) if one.endswith("/offer")]
    hands.done(hands.send("supplier", offer, amount="700.00"))
    page = hands.read("buyer", dispute)
    (settle,) = [one for one in re.findall(r'href="(/orders/[^"]+/moves/[^"]+)"', page) if one.endswith("/settle")]
    hands.done(hands.send("buyer", settle))
    assert "Settled on" in hands.read("buyer", dispute)


def test_the_whole_case_is_one_file(demo, pages) -> None:
    """Issue: evidence, journal, contract and ruling in one archive; the contract's hash is over its bytes."""
    answer = pages.client("buyer").get(f"{pages.order()}/case.zip", headers={"accept-encoding": "gzip"})
    assert not answer.has_header("Content-Encoding"), "it is zipped already"
    found = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert found.testzip() is None
    names = set(found.namelist())
    assert {"journal.json", "evidence/list.json", "contract/version-1.json", "rulings/ruling-1.json"} <= names
    (listed,) = json.loads(found.read("evidence/list.json"))
    assert found.read(listed["file"]) == b"a photo of lamp 17"
    contract = json.loads(found.read("contract/version-1.json"))
    assert (
        vocabulary.digest(contract)
        == json.loads(found.read("journal.json"))[0]["content"]["changes"][-1]["set"]["hash"]
    )
    mine = zipfile.ZipFile(
        io.BytesIO(b"".join(pages.client("inspector").get(f"{pages.order()}/case.zip").streaming_content))
    )
    assert not [one for one in mine.namelist() if one.startswith("rulings/")]


def test_a_supplier_reads_its_limit_debts_and_statement(demo, pages) -> None:
    """RULES §3, §7: the arithmetic of the limit, the debt, and a statement that sums to what the ledger has."""
    text = pages.get("supplier", "/standing").text
    assert "How it is reckoned" in text or "There is no limit yet." in text
    answer = pages.client("supplier").get("/statement.csv")
    lines = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    me = demo.world.stage.people[demo.who["supplier"]].organisation_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(-sum(minor), 0) FROM ledger.balance WHERE name LIKE %s", [f"%:{me}"])
        (minor,) = cursor.fetchone()
    paper = pages.client("supplier").get("/statement.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert lines
    assert sum(Decimal(one["amount"]) * 100 for one in lines) == minor
