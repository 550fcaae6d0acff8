"""What people send in error or in malice: nothing of it runs, nothing is half done, and a page says what happened."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.test_lives import Hands
from tests.web.test_pages import addresses
from tradeward.interfaces.web import tasks

SCRIPT = "\"'><script>alert(1)</script>"
FORMS = {
    "a new contract": ("buyer", "/new"), "a draft": ("buyer", "draft"), "a dispute": ("buyer", "ask/dispute"),
    "a change": ("supplier", "ask/amendment"), "a fact": ("buyer", "ask/fact"), "a message": ("supplier", "ask/message"),
    "a supplier's fact": ("operator", "a fact"),
}  # fmt: skip
NAMES = (
    "../../etc/passwd", "a\r\nSet-Cookie: stolen=1.png", 'x"; filename="other.exe', "<img src=x onerror=alert(1)>.png",
    "\u202egnp.exe", "x" * 300 + ".png", "CON", ".", "a/b\\c.png", "名.png",
)  # fmt: skip
_FIELD = re.compile(r'<(?:input|textarea|select)\b[^>]*?\bname="([^"]+)"')
_OURS = {"key", "seen", "csrfmiddlewaretoken", "more", "do", "forward", "back", "photo", "proof"}


def test_an_expired_session_does_nothing_and_leads_back(pages) -> None:
    """The way in is shown, and leads back to the page the form was on."""
    path = f"{pages.order()}/ask/message"
    answer = pages.post("nobody", path, {"key": tasks.fresh_key(), "text": "said after the session ended"}).answer
    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={path}")
    assert "said after the session ended" not in pages.get("buyer", pages.order()).text


def test_a_form_without_its_proof_says_so(pages) -> None:
    """A form that lay open too long, or came from elsewhere: nothing is done, and a page says what to do."""
    known = pages.client("buyer")
    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    client.cookies = known.cookies
    answer = client.post(f"{pages.order()}/ask/message", {"text": "from elsewhere"})
    assert (answer.status_code, "load the page anew" in answer.content.decode()) == (403, True)
    assert "from elsewhere" not in pages.get("buyer", pages.order()).text


@pytest.mark.parametrize("name", FORMS)
def test_script_in_every_field_is_text(house, pages, name: str) -> None:
    """Whatever is typed comes back as text, beside what is wrong with it or on the order's page."""
    role, path = FORMS[name]
    known = addresses(pages)
    path = path if path.startswith("/") else known[path][1] if path in known else f"{pages.order()}/{path}"
    form = pages.get(role, path)
    fields = {*_FIELD.findall(form.text)} - _OURS
    assert fields, "it has fields"
    rows = {one: form.hidden[one] for one in fields if one.endswith(".rows") and one in form.hidden}
    with house.undone():
        told = {**dict.fromkeys(fields, SCRIPT), **rows, "key": tasks.fresh_key()}
        page = pages.post(role, path, told)
        assert page.status in (200, 302, 409, 422), page.status
        assert "<script>alert" not in page.text
        assert "<script>alert" not in pages.get("buyer", pages.order()).text


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_hostile_file_name_is_a_name(house, pages, name: str) -> None:
    """RULES §6: kept, or refused in words; never a path, a header or a tag."""
    hands = Hands(pages, pages.order())
    client = hands.clients["buyer"]
    before = {*re.findall(r'href="(/files/evd_[0-9a-f]+)"', hands.read("buyer"))}
    sent = SimpleUploadedFile("plain.png", b"not really", content_type="image/png")
    sent._name = name  # as a browser of somebody's own would send it
    answer = client.post(f"{pages.order()}/ask/file", {"key": tasks.fresh_key(), "file": sent})
    assert answer.status_code in (302, 422), answer.status_code
    text = hands.read("buyer")
    assert "<img src=x" not in text
    for address in {*re.findall(r'href="(/files/evd_[0-9a-f]+)"', text)} - before:
        got = client.get(address)
        b"".join(got.streaming_content)
        assert got["Content-Disposition"].startswith("attachment")
        assert not re.search(r"[\r\n]|\.\./", got["Content-Disposition"])
        assert not got.has_header("Set-Cookie") or "stolen" not in got["Set-Cookie"]
