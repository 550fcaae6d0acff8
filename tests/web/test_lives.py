"""A whole order lived on pages alone, by forms without JavaScript; and what forms do when they are sent twice, late, or wrong."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tests.web.browsing import Pages
from tradeward.interfaces.web import tasks
from tradeward.usecases import sandbox

_ROW = re.compile(r'href="(/orders/[^"]+/moves/[^"]+)"')
_PAY = re.compile(r'name="reference" value="([^"]+)"')


class Hands:
    """Somebody who reads a page, follows a link on it, and sends the form that is there."""

    def __init__(self, pages: Pages, order: str = "") -> None:
        self.pages, self.order = pages, order
        self.clients = {role: pages.client(role) for role in pages.house.who}

    def read(self, role: str, path: str = "") -> str:
        page = self.pages.get(role, path or self.order, self.clients[role])
        assert page.status == 200, page.text
        return page.text

    def moves(self, role: str) -> list[str]:
        """Where the buttons of an order's page lead."""
        return _ROW.findall(self.read(role))

    def move(self, role: str, verb: str, **said: str):
        """Press a button, fill the form, send it."""
        (path,) = [one for one in self.moves(role) if one.endswith(f"/{verb}")][:1]
        return self.send(role, path, **said)

    def send(self, role: str, path: str, **said: str):
        form = self.pages.get(role, path, self.clients[role])
        assert form.status == 200, form.text
        told = {name: value for name, value in form.hidden.items() if name != "csrfmiddlewaretoken"}
        page = self.pages.post(
            role, path, {**told, **{name.replace("__", "."): value for name, value in said.items()}}, self.clients[role]
        )
        assert page.status in (302, 409, 422), page.text
        return page

    def pay(self, role: str) -> None:
        """Press the button of the sandbox bank."""
        reference = _PAY.search(self.read(role))
        assert reference, "nothing to pay"
        told = {"reference": reference[1], "key": tasks.fresh_key()}
        page = self.pages.post(role, f"/demo/pay/{self.order.rpartition('/')[2]}", told, self.clients[role])
        assert page.status == 302, page.text

    def done(self, page) -> None:
        assert page.status == 302, re.findall(r"<li>(.*?)</li>|class=\"wrong\"[^>]*>(.*?)<", page.text)


@pytest.fixture(scope="module")
def demo(house):
    """The market as a demo's, with its bank."""
    sandbox.begin(at=house.world.now)
    sandbox.end(at=house.world.now)
    return house


@pytest.fixture
def offered(demo, pages) -> Hands:
    """An order that the supplier has just put on the table, by the form."""
    hands = Hands(pages)
    buyer = demo.world.stage.people[demo.who["buyer"]].organisation_id
    page = hands.send(
        "supplier", "/new", **{**template(hands), "body.buyer": str(buyer), "body.lines.0.goods": "tin kettles"}
    )
    hands.done(page)
    hands.order = page.answer["Location"]
    return hands


def template(hands: Hands) -> dict[str, str]:
    """What stands in the form of a new contract before anybody types."""
    text = hands.read("supplier", "/new")
    found = dict(re.findall(r'<input id="[^"]+" name="(body[^"]+)" [^>]*?value="([^"]*)"', text))
    found |= {
        name: value.replace("&quot;", '"')
        for name, value in re.findall(r'<textarea [^>]*name="(body[^"]+)"[^>]*>([^<]*)<', text)
    }
    for name, options in re.findall(r'<select [^>]*name="(body[^"]+)"[^>]*>(.*?)</select>', text):
        found[name] = "".join(re.findall(r'value="([^"]*)" selected', options))
    return found


def test_an_order_from_offer_to_acceptance(offered, demo) -> None:
    """Issue: with the generic form alone every role can live an order (RULES §4)."""
    hands, world = offered, demo.world
    hands.done(hands.move("buyer", "sign"))
    hands.done(hands.move("supplier", "sign"))
    hands.pay("buyer")
    assert "making" in hands.read("supplier")
    hands.done(hands.move("supplier", "declare_ready"))
    inspector = demo.world.stage.people[demo.who["inspector"]].organisation_id
    hands.done(hands.move("buyer", "book", inspector_id=str(inspector)))
    hands.done(hands.move("inspector", "report", report__measurements__width="50.0\n50.1\n49.9"))
    assert "the inspection is passed; the gate is open" in hands.read("buyer")
    hands.pay("buyer")
    day = world.now.date().isoformat()
    hands.done(
        hands.move(
            "supplier",
            "ship",
            kind="on_board",
            number="BL-1",
            date=day,
            carrier="Fictional Lines",
            proof=SimpleUploadedFile("bill.pdf", b"%PDF- not really", content_type="application/pdf"),
            place="Ningbo",
        )
    )
    assert re.search(r"bill\.pdf \(evd_[0-9a-f]{32}\)", hands.read("buyer")), "the document names the file in the chain"
    world.after(days=20)
    local = (world.now - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    hands.done(hands.move("buyer", "receive", document="customs declaration 7", cleared_at=local))
    hands.done(hands.move("buyer", "accept"))
    assert "the goods are accepted; the order is closed" in hands.read("supplier")


def test_a_form_that_is_sent_twice_does_it_once(offered) -> None:
    """DESIGN §5: a double click, the back button and a resend do nothing twice."""
    path = next(one for one in offered.moves("buyer") if one.endswith("/sign"))
    client = offered.clients["buyer"]
    told = offered.pages.get("buyer", path, client).hidden
    first, second = (offered.pages.post("buyer", path, told, client) for _ in range(2))
    assert (first.status, second.status) == (302, 302)
    assert offered.read("buyer").count("<strong>buyer</strong>: signs") == 1


def test_a_form_sent_before_and_changed_since_says_so(offered) -> None:
    """The back button, something else typed: what was done stands, and nothing else is done."""
    client, path = offered.clients["buyer"], f"{offered.order}/ask/message"
    told = {"key": tasks.fresh_key(), "text": "first"}
    assert offered.pages.post("buyer", path, told, client).status == 302
    again = offered.pages.post("buyer", path, {**told, "text": "second"}, client)
    assert (again.status, "This form was sent before" in again.text, "second" in again.text) == (409, True, True)
    assert "second" not in offered.read("buyer")


def test_a_stale_form_says_what_happened_and_keeps_what_was_typed(offered) -> None:
    """Issue: somebody else moved the order: say what happened and show it."""
    path = next(one for one in offered.moves("buyer") if one.endswith("/sign"))
    client = offered.clients["buyer"]
    told = offered.pages.get("buyer", path, client).hidden
    offered.done(offered.move("supplier", "withdraw"))
    page = offered.pages.post("buyer", path, told, client)
    assert page.status == 409
    assert "Somebody else moved this order while you wrote" in page.text
    assert "withdraws the offer" in page.text


def test_what_is_wrong_stands_beside_the_field(offered, demo) -> None:
    """Issue: every form says what is wrong beside the field and keeps what was typed."""
    buyer = str(demo.world.stage.people[demo.who["buyer"]].organisation_id)
    page = offered.send(
        "supplier",
        "/new",
        **{
            **template(offered),
            "body.buyer": buyer,
            "body.ship_date": "soon",
            "body.lines.0.goods": "<script>alert(1)</script>",
        },
    )
    assert page.status == 422
    beside = re.search(
        r'id="f-body-ship-date-wrong">([^<]*)<.*?<input id="f-body-ship-date"[^>]*value="([^"]*)"', page.text, re.DOTALL
    )
    assert beside
    assert ("no date of the form YYYY-MM-DD" in beside[1], beside[2]) == (True, "soon")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_another_row_of_a_list_is_asked_for_without_javascript(offered) -> None:
    """A list of objects gets a row more, with what was typed kept, and nothing is done."""
    client = offered.clients["supplier"]
    told = {**template(offered), "body.lines.rows": "1", "more": "body.lines", "body.lines.0.goods": "kettles"}
    page = offered.pages.post("supplier", "/new", told, client)
    assert page.status == 200
    assert 'name="body.lines.1.goods"' in page.text
    assert 'value="kettles"' in page.text


def test_a_file_comes_in_and_goes_out(offered) -> None:
    """RULES §6: hashed as it comes, served as an attachment, whatever it is called."""
    client, path = offered.clients["buyer"], f"{offered.order}/ask/file"
    sent = SimpleUploadedFile('../<b>"photo.png', b"\x89PNG not really", content_type="image/png")
    assert client.post(path, {"key": tasks.fresh_key(), "file": sent}).status_code == 302
    (address,) = re.findall(r'href="(/files/evd_[0-9a-f]+)"', offered.read("supplier"))
    answer = offered.clients["supplier"].get(address)
    assert b"".join(answer.streaming_content) == b"\x89PNG not really"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "<b>" not in offered.read("supplier").replace("<b></b>", "")
    assert client.post(path, {"key": tasks.fresh_key()}).status_code == 422


def test_a_change_is_chosen_and_says_what_it_needs(offered) -> None:
    """RULES §4: of the kinds of change one is chosen; what was typed for another is left out."""
    for role in ("buyer", "supplier"):
        offered.done(offered.move(role, "sign"))
    path = f"{offered.order}/ask/amendment"
    text = offered.read("supplier", path)
    assert re.findall(r'name="kind" value="(\w+)"', text) == ["ship_date", "price", "split"]
    client = offered.clients["supplier"]
    nothing = offered.pages.post(
        "supplier", path, {"key": tasks.fresh_key(), "content.ship_date": "2030-01-01"}, client
    )
    assert (nothing.status, 'id="f-kind-wrong"' in nothing.text, "2030-01-01" in nothing.text) == (422, True, True)
    told = {"key": tasks.fresh_key(), "kind": "price", "content.value": "5100.00", "content.ship_date": "2030-01-01"}
    offered.done(offered.pages.post("supplier", path, told, client))
    assert "5100.00" in offered.read("buyer")


def test_too_much_text_is_told_on_a_page(offered) -> None:
    """Issue: ten megabytes of text: nothing is done, and a page says so."""
    answer = offered.clients["buyer"].post(f"{offered.order}/ask/message", {"text": "x" * 10_000_000})
    assert (answer.status_code, b"too much at once" in answer.content) == (413, True)


def test_the_clock_of_a_demo_moves_and_nobody_elses(demo, pages) -> None:
    """RULES §2: a demo market's clock goes forward; under production's settings there is no such lever."""
    with override_settings(DEMO=False):  # whoever plays is nobody then
        assert pages.post("buyer", "/demo/clock", {"forward": "day"}).answer["Location"].startswith("/account/login/")
    assert pages.post("buyer", "/demo/clock", {"forward": "year"}).status == 422
    assert (
        pages.post("buyer", "/demo/clock", {"forward": "hour", "back": "https://elsewhere.example/"}).answer["Location"]
        == "/desk"
    )


# --- what happened outside


KINDS = {"buyer": {"count", "document"}, "supplier": {"force_majeure", "document"}, "inspector": {"count"}}


@pytest.mark.parametrize("role", KINDS)
def test_everybody_is_asked_only_for_what_they_may_report(pages, role: str) -> None:
    """DESIGN §3: force majeure is the supplier's to tell, a count the buyer's or the inspector's."""
    page = pages.get(role, f"{pages.order()}/ask/fact")
    assert set(re.findall(r'name="kind" value="(\w+)"', page.text)) == KINDS[role]


def test_a_fact_says_what_its_kind_says_and_nothing_that_was_typed_for_another(house, pages) -> None:
    """What is missing is named beside its field, and what was typed is kept; the other kind's field is not sent."""
    with house.undone():
        hands = Hands(pages, pages.order())
        path = f"{hands.order}/ask/fact"
        typed = {"kind": "force_majeure", "content__start": "2026-03-03", "content__place": "Ningbo"}
        refused = hands.send("supplier", path, **typed)
        assert refused.status == 422
        assert re.search(r'id="f-certificate-wrong">[^<]*certificate is missing', refused.text)
        assert 'value="2026-03-03"' in refused.text
        hands.done(hands.send("supplier", path, **typed, content__certificate="true"))
        assert "tells what happened outside" in hands.read("buyer")
