"""Pages in the language of who reads them: what they chose, else what this browser chose, else what it asks for (issue 5)."""

import re
from dataclasses import replace

import pytest
from django.utils import translation

from tests.domain.adjudication import cases
from tests.web.test_pages import addresses
from tradeward.domain.adjudication import answer
from tradeward.interfaces.web import shown
from tradeward.interfaces.web.words import rules

_TAG = re.compile(r'<html lang="([^"]+)"')
_SHOWN = re.compile(r"<(script|style|code|del|ins|textarea|option)\b.*?</\1>|<[^>]*>", re.DOTALL)
_ENGLISH = re.compile(r"\b(?:the|is|are|and|your?|was|of|with|when|has|not|by|to)\b")

_TERM = "width不低于 49.5 mm 且不高于 50.5 mm，以每一读数为准，检测方法：ISO 3611。"
"""A term of the contract, as its paper says it in Chinese; the property is the parties' own word."""


def lang(page) -> str:
    (found,) = _TAG.findall(page.text)
    return found


@pytest.fixture
def chosen_nothing(house):
    """What is chosen here is forgotten."""
    with house.undone():
        yield


def test_a_browser_is_answered_in_its_own_language(pages) -> None:
    """Any Chinese is answered in the Chinese there is; what there is no whole catalogue of in English."""
    asked = {"zh-CN,zh;q=0.9": "zh-hans", "zh": "zh-hans", "es-ES": "en", "de,en;q=0.5": "en", "": "en"}
    told = {one: lang(pages.get("nobody", "/", HTTP_ACCEPT_LANGUAGE=one)) for one in asked}
    assert told == asked
    assert "贸易保障" in pages.get("nobody", "/", HTTP_ACCEPT_LANGUAGE="zh").text


def test_what_somebody_chose_is_remembered_wherever_they_sign_in(pages, chosen_nothing) -> None:
    """The person's choice goes before the browser's, and the page comes back to where it was chosen."""
    browser = pages.client("buyer")
    answer = pages.post("buyer", "/language", {"language": "zh-hans", "back": "/orders?state=closed"}, browser).answer
    assert (answer.status_code, answer["Location"]) == (302, "/orders?state=closed")
    assert lang(pages.get("buyer", "/desk", browser)) == "zh-hans"
    assert lang(pages.get("buyer", "/desk", HTTP_ACCEPT_LANGUAGE="en")) == "zh-hans"
    assert lang(pages.get("supplier", "/desk", HTTP_ACCEPT_LANGUAGE="en")) == "en"
    pages.post("buyer", "/language", {"language": "en"}, browser)
    assert lang(pages.get("buyer", "/desk", HTTP_ACCEPT_LANGUAGE="zh")) == "en"


def test_who_is_not_signed_in_is_remembered_by_the_browser(pages) -> None:
    """A cookie that no script reads, for a year."""
    browser = pages.client("nobody")
    answer = pages.post("nobody", "/language", {"language": "zh-hans", "back": "//elsewhere.example/"}, browser).answer
    assert answer["Location"] == "/"
    cookie = answer.cookies["django_language"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 31536000)
    assert lang(pages.get("nobody", "/account/login/", browser)) == "zh-hans"
    assert pages.post("nobody", "/language", {"language": "tlh"}, browser).status == 422


def test_no_page_of_a_party_is_half_in_english(house, pages) -> None:
    """What stands on a page in Chinese is Chinese, but for what people wrote, and names; terms are told as on the paper."""
    house.world.after(seconds=1)
    found, terms = {}, set()
    for name, (role, path) in addresses(pages).items():
        page = pages.get(role, path, HTTP_ACCEPT_LANGUAGE="zh-CN")
        assert lang(page) == "zh-hans", name
        lines = [one.strip() for one in _SHOWN.sub("\n", page.text).splitlines()]
        found |= {one: name for one in lines if len(_ENGLISH.findall(one)) > 1}
        terms |= {name for one in lines if _TERM in one}
    assert found == {}
    assert {"order", "case", "claim"} <= terms, terms


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Not met: The books are green.", "未满足：账目一致。"),
        ("The order is making: it cannot ship from there.", "订单生产中，不能进行“发货”操作。"),
        ("amount '5,0' is no decimal number, such as 10000.00", "amount '5,0' 不是 10000.00 这样的十进制数"),
        ("report.date is missing: the day of the inspection; today when it is left out",
         "report.date 缺少：验货日期；不填则为今天"),
        ("The cover that can be given now is USD 900.00. Sign on this figure.",
         "目前可提供的保障额为 USD 900.00。请按此金额签署。"),
        ("Nothing is owed any more. No lot has left yet.", "已无欠款。尚无任何批次发出。"),
        ("Grüße", "Grüße"),
    ],
)  # fmt: skip
def test_what_the_rules_say_is_told_in_the_language_of_the_page(said, told) -> None:
    """Whole sentences, sentences with gaps, several of them, a place and what is wrong there; a stranger's words stay."""
    with translation.override("zh-hans"):
        assert rules.said(said) == told
    assert rules.said(said) == said


def test_figures_are_written_as_the_language_writes_them(house) -> None:
    """Money, days and instants by Babel."""
    at, zone = house.world.now.replace(year=2027, month=5, day=14, hour=1, minute=30), house.world.now.tzinfo
    told = {}
    for one in ("en", "zh-hans"):
        with translation.override(one):
            told[one] = (shown.money("10000.00", "USD"), shown.day(at.date()), shown.instant(at, zone))
    assert told == {
        "en": ("USD 10,000.00", "14 May 2027", "Fri 14 May 2027, 01:30"),
        "zh-hans": ("USD 10,000.00", "2027年5月14日", "2027年5月14日周五 01:30"),
    }


def reasons() -> list[str]:
    """Every reason of every worked case, without the evidence, which the case itself names."""
    told = set()
    for value in cases.written(*cases.BY_RULE, cases.DEV):
        told |= {replace(one, evidence="") for one in answer.adjudicate(case=cases.read(value)).reasons}
    return sorted(map(str, told))


def test_every_reason_of_the_worked_cases_is_told_in_chinese() -> None:
    """A finding is read by both sides: nothing of it stays English but the name of a ground that no cover knows."""
    with translation.override("zh-hans"):
        told = {one: rules.said(one) for one in reasons()}
    left = {one: re.findall(r"[a-z]{3,}", said.replace("transport_damage", "")) for one, said in told.items()}
    assert {one: words for one, words in left.items() if words} == {}
    assert told["r12: lot 1: shipped 2027-03-08, due 2027-03-07: 1 days late"] == (
        "r12：第 1 批：发货于 2027-03-08，应于 2027-03-07：逾期 1 天"
    )
