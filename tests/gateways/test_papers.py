"""Papers: what they say and how they look, the same bytes everywhere, and nothing that a party wrote is a program (RULES §1)."""

import hashlib
import os
import string
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime

import pytest

from tests.domain.test_rules_of_rulings import escalated
from tests.gateways import papers
from tests.memory import World
from tradeward.domain import contract as contracts
from tradeward.domain import coverage, decision, disputing, rows
from tradeward.domain.adjudication.case import FeeRule, Ground
from tradeward.domain.adjudication.form.place import Place
from tradeward.domain.adjudication.shipment import PROOF
from tradeward.domain.refusals import NotFound, RuleBroken
from tradeward.domain.terms import OF_GOODS
from tradeward.domain.terms import read as read_term
from tradeward.gateways.paper import blocks, glyphs, press, terms, words
from tradeward.gateways.paper.blocks import Paper
from tradeward.gateways.paper.words import LANGUAGES, Words

ALL = [(kind, language) for kind in papers.KINDS for language in LANGUAGES]
AT = datetime(2027, 3, 1, 8, tzinfo=UTC)


def simple(*found, language="en") -> Paper:
    return Paper(language=language, title="Title", mark="mark", foot="foot", at=AT, blocks=found)


def written(text: str) -> str:
    """A text as it comes out of a paper on which it stands alone."""
    return papers.text(press.pdf(simple(blocks.quote(text))))


def words_of(text: str) -> str:
    return "".join(text.split())


# --- goldens


@pytest.mark.parametrize(("kind", "language"), ALL)
def test_a_paper_says_and_looks_what_is_written_down(kind, language):
    """Golden by text and by picture; `python -m tests.gateways.papers` writes them anew, after somebody has looked."""
    kept = (papers.HERE / f"{kind}-{language}.txt").read_text(encoding="utf-8")
    assert papers.golden(kind, language) == kept


def test_the_coverage_box_says_what_is_not_covered_with_the_one_sentence():
    """RULES §1 S10: wherever cover is shown, what is not covered is shown, with one fixed sentence."""
    assert Words("en")("cover.sentence") == coverage.SENTENCE
    for language in LANGUAGES:
        said = words_of(papers.text(papers.pdf("contract", language)))
        assert words_of(Words(language)("cover.sentence")) in said
        assert words_of(Words(language)("cover.term", id="finish")) in said
        assert words_of(Words(language)("cover.free_text")) in said


def test_both_signatures_stand_there_with_the_hash():
    """RULES §4: both sides sign the same hash."""
    version = papers.order().bundle.version
    for language in LANGUAGES:
        assert (
            words_of(papers.text(papers.pdf("contract", language))).count(version.hash) == 5
        )  # head, two feet, two signatures


# --- the same bytes


@pytest.mark.parametrize(("kind", "language"), ALL)
def test_the_same_facts_give_the_same_bytes(kind, language):
    assert press.pdf(papers.paper(kind, language)) == papers.pdf(kind, language)


def test_another_process_in_another_place_sets_the_same_bytes(tmp_path):
    """No font, zone, language, home or random seed of the machine is in a paper."""
    program = (
        "import hashlib, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'tradeward.settings';"
        "from tests.gateways import papers;"
        "print(hashlib.sha256(papers.pdf('contract', 'zh')).hexdigest())"
    )
    path = os.pathsep.join([os.getcwd(), *(one for one in sys.path if one)])
    env = {
        "PYTHONPATH": path, "TZ": "Asia/Tokyo", "LANG": "ja_JP.UTF-8", "HOME": str(tmp_path), "PYTHONHASHSEED": "7",
        "TYPST_FONT_PATHS": tempfile.gettempdir(), "SOURCE_DATE_EPOCH": "1", "TRADEWARD_HOME": str(tmp_path),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(papers.pdf("contract", "zh")).hexdigest()


def test_a_paper_is_archivable_accessible_and_dated_by_what_it_tells():
    """PDF/A-2a and PDF/UA-1; the creation date is the contract's last signature."""
    content = papers.pdf("contract", "en")
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"D:20270301080000" in content
    assert papers.paper("contract", "en").at == max(one.at for one in papers.order().bundle.of(rows.Signature))
    assert papers.paper("ruling", "en").at == papers.order().ruling.issued_at


# --- party text is data

HOSTILE = [
    '#import "@preview/cetz:0.4.0"', '#read("/etc/passwd")', '#include "paper.typ"', "#sys.inputs", "#panic()", "$ x^2 $",
    "*bold* _it_",
    "= Heading", "\\ \\u{41} \\n \\", "`raw` ```raw```", "<label> @label", "// a comment /* and */ more", "[ ] { } ( ) #{ 1 + 1 }",
    "#set page(width: 1pt)", "https://example.com/x", "--- -- ... ~ 'single' \"double\"", "{by} {0} %s {amount.__class__}",
    "-1 +1 1. 2)", "</x:xmpmeta><?xpacket?> (D:2000) endobj stream", "\x00\x07\x1b[31m", "tab\there", "two  spaces",
    "\u202eevil\u202c", "\ufeffmark",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_party_writes_is_shown_and_never_evaluated(text):
    """Typst code, markup, paths, format places, escapes of terminals: as written, or as the numbers of what cannot be seen."""
    seen = "".join(
        sign if sign in string.printable and ord(sign) > 31 else f"[U+{ord(sign):04X}]"
        for sign in text.replace("\t", " ")
    )
    assert words_of(seen) in words_of(written(text))


def test_hostile_words_in_every_place_of_a_contract():
    """Names, goods, terms, units: the paper has the same pages, and holds each of them."""
    evil = '#read("/etc/passwd") \\ $'
    world = World()
    line = {"goods": evil, "quantity": "1", "unit": evil[:30], "price": "10.00", "terms": [evil]}
    term = {"id": evil, "kind": "measure", "property": evil, "unit": "mm", "min": "1", "method": evil}
    trade = world.offer(lines=[line], terms=[term], value="10.00", free_text=evil, incoterm=f"FOB {evil}")
    said = words_of(papers.text(press.pdf(papers.paper("contract", "en", trade))))
    assert said.count('#read("/etc/passwd")') == 8
    assert "root:" not in said


SHOWN = [
    "汉字，标点。「引号」", "カタカナ ひらがな", "Ελληνικά Кириллица", "Ünïcödé żółć ő ș ğ ệ", "€ £ ¥ ± × ÷ ° µ ² ½ №",
    "שלום", "سلام", "Հայերեն",
]  # fmt: skip
NUMBERED = {
    "😀": "[U+1F600]", "👩‍🔧": "[U+1F469][U+200D][U+1F527]", "\ue000": "[U+E000]", "ไทย": "[U+0E44][U+0E17][U+0E22]",
    "한": "[U+D55C]", "\U0010ffff": "[U+10FFFF]", "a\u200bb": "a[U+200B]b",
}  # fmt: skip


@pytest.mark.parametrize("text", SHOWN)
def test_scripts_that_the_fonts_have_are_shown(text):
    """Chinese renders from the packaged font; Hebrew and Arabic run from right to left, so a reader may copy them in any order."""
    found = Counter(written(text))
    found.subtract(written(""))
    assert {sign: number for sign, number in found.items() if number > 0 and not sign.isspace()} == Counter(
        words_of(text)
    )


@pytest.mark.parametrize("text", NUMBERED)
def test_what_no_font_has_is_numbered(text):
    """A missing glyph is an error of the setter, never a gap; emoji and what is not seen are numbers."""
    assert f"x{NUMBERED[text]}y" in words_of(written(f"x{text}y"))


def test_every_covered_character_can_be_set():
    """All that the packaged fonts are said to have: not one is missing."""
    assert len(glyphs.covered()) > 25_000
    some = [code for code in sorted(glyphs.covered()) if not 0x3400 <= code < 0xA000 or code % 8 == 0]
    signs = [chr(code) for code in some]  # of the Han each eighth: they are one like another
    lines = ["".join(f"{sign} " for sign in signs[n : n + 500]) for n in range(0, len(signs), 500)]
    assert press.pdf(simple(*(blocks.quote(line) for line in lines))).startswith(b"%PDF-")


def test_marks_that_only_together_have_no_glyph_are_numbered():
    """What shapes badly is set again plainly: nothing a party writes keeps a paper from being made."""
    for text in ("\u0e33\u0483", "ب\u0301\u20dd", "ש\u0301\u034f", "中\u0489\u0301", "a" + "\u0301" * 300):
        assert "Title" in written(text)


def test_ten_thousand_characters_stay_on_the_paper():
    """Free text without a space: every character is there, and none beyond the margin."""
    content = press.pdf(simple(blocks.quote("x" * 9_999 + "y"), language="zh"))
    said = papers.text(content)
    assert (said.count("x"), said.count("y")) == (9_999, 1)
    for page in papers.picture(content).split("\f"):
        assert max(len(line) for line in page.splitlines()) < papers.COLUMNS - 4


def test_a_table_of_long_cells_stays_on_the_paper():
    table = blocks.table(["a", "b"], rows=[["wide " * 500, "9.99 " * 2_000]], wide=(0, 1))
    for page in papers.picture(press.pdf(simple(table))).split("\f"):
        assert max(len(line) for line in page.splitlines()) < papers.COLUMNS - 4


def test_a_paper_that_takes_too_long_is_refused(monkeypatch):
    """Bounded time: the setting process is ended."""
    monkeypatch.setattr(press, "_PATIENCE", 0.01)
    with pytest.raises(RuleBroken, match="the paper cannot be set"):
        press.pdf(simple())


def test_whatever_ends_the_setting_process_there_is_a_clear_message(monkeypatch):
    """Bounded memory: it may be killed at any time."""
    real, killed = subprocess.run, [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]
    monkeypatch.setattr(press.subprocess, "run", lambda command, **told: real(killed, **told))
    with pytest.raises(RuleBroken, match="the paper cannot be set"):
        press.pdf(simple())


def test_the_longest_contract_that_can_be_said_is_set():
    """200 lines of goods, 200 terms and 20,000 characters of free text, within the limits of the setting process."""
    many = [{"id": f"t{n}", "kind": "pass_fail", "text": "as sample 样品 " * 100} for n in range(200)]
    line = {
        "goods": "g" * 500,
        "quantity": "1",
        "unit": "pcs",
        "price": "50.00",
        "terms": [f"t{n}" for n in range(100)],
    }
    trade = World().offer(lines=[line] * 200, terms=many, free_text="鑫" * 20_000)
    content = press.pdf(papers.paper("contract", "zh", trade))
    assert papers.text(content).count("鑫") == 20_000


# --- words


def test_every_text_has_both_languages_with_the_same_places():
    for key, (english, chinese) in words.table().items():
        places = [{field for _, field, _, _ in string.Formatter().parse(said) if field} for said in (english, chinese)]
        assert english.strip(), key
        assert chinese.strip(), key
        assert places[0] == places[1], key


def test_every_word_of_the_product_that_papers_show_has_a_text():
    """A word without a text would stand in English on a Chinese paper."""
    shown = {
        "cover": contracts.COVERAGES, "anchor": contracts.ANCHORS, "release": contracts.RELEASES, "transport": contracts.TRANSPORTS,
        "proof": tuple(PROOF.values()), "ground": (*Ground, "packaging", "documents"), "fee": tuple(FeeRule),
        "ruling": (*decision.OUTCOMES, "met", "breached", "not_proven", "undecidable"), "remedy": disputing.REMEDIES,
        "report": ("met", "breached", "not_proven", "pre_shipment", "post_delivery"), "by": ("buyer", "supplier", "split"),
    }  # fmt: skip
    for part, known in shown.items():
        assert [f"{part}.{word}" for word in known if f"{part}.{word}" not in words.table()] == []


# --- states


def said(trade, kind="contract", language="en"):
    return " ".join(papers.text(press.pdf(papers.paper(kind, language, trade))).split())


def test_an_offer_says_that_nobody_signed_it():
    trade = World().offer()
    assert "signed by nobody: an offer" in said(trade)
    assert said(trade).count("not signed") == 2
    trade.sign("buyer")
    assert "signed by one side: an offer" in said(trade)
    assert "reserved with the last signature, not before" in said(trade)


def test_lots_amendments_and_an_order_without_cover():
    """RULES §4: what was amended stands on the paper of the version it amends."""
    lots = [{"ship_date": "2027-05-01", "value": "4000.00"}, {"ship_date": "2027-05-15", "value": "6000.00"}]
    trade = World().signed(
        coverage="none", lots=lots, not_assured=["line:1"], plan=[(10_000, "signing", 7, "on_capture")]
    )
    trade.amended("ship_date", ship_date="2027-05-20", lot="2")
    found = said(trade)
    for text in ("2 2027-05-15 USD 6,000.00", "new ship date 2027-05-20", "all money once it is released", "opted out"):
        assert text in found


def test_cover_below_the_exposure_is_told_in_money():
    world = World()
    found = said(world.signed(world.supplier(limit="2000.00"), release="on_capture"))
    assert "USD 2,000.00, stated in both signatures" in found
    assert "USD 8,000.00 of the money that can be released before claims are over" in found


def test_post_delivery_tells_its_days():
    found = said(World().signed(coverage="post_delivery"))
    assert "to the end of day 15" in found


@pytest.mark.parametrize("kind", OF_GOODS)
def test_each_kind_of_term_is_said_in_chinese_with_the_same_places(kind):
    """Pattern for pattern, what the English sentences say: none leaves out what another tells."""
    english = [(one.slots, [piece.slot for piece in one.pieces if piece.optional]) for one in OF_GOODS[kind].SENTENCES]
    chinese = [(one.slots, [piece.slot for piece in one.pieces if piece.optional]) for one in terms.CHINESE[kind]]
    assert chinese == english


def test_the_products_own_words_are_chinese_and_a_partys_stay():
    look = {
        "id": "t",
        "kind": "sampling",
        "standard": "ISO 2859-1:1999",
        "aql": {"critical": "none_allowed", "major": "2.5"},
    }
    said = terms.said(read_term(look, Place("t")), words=Words("zh"))
    assert "正常检验，检验水平 II，AQL：致命缺陷 不允许，主要缺陷 2.5" in said
    vague = read_term({"id": "t", "kind": "vague", "text": "normal, critical"}, Place("t"))
    assert terms.said(vague, words=Words("zh")) == "任何人均不裁定：normal, critical。"


def test_a_report_is_there_once_it_is_filed():
    trade = World().signed()
    trade.credit("3000.00", 1)
    trade.ready()
    with pytest.raises(NotFound, match="no report of this inspection yet"):
        papers.paper("report", "en", trade)


def test_a_ruling_tells_its_state():
    """RULES §5: a draft, a ruling, a final one, one on appeal, one by the clock."""
    trade = escalated(World())
    trade.take()
    trade.rule()
    trade.ruling_row = trade.last(rows.Ruling)
    if trade.dispute_row.state == "drafted":
        trade.countersign()
    assert "issued" in said(trade, "ruling")
    trade.appeal("supplier")
    trade.appeal_ruled(outcome="dismissed", reasons={"outcome": "It was shipped."})
    appealed = said(trade, "ruling")
    assert "Ruling on appeal" in appealed
    assert "It was shipped." in appealed
    assert "final since" in appealed
    assert "may appeal once" not in appealed
    late = escalated(World())
    late.world.after(days=40)
    assert "Officers the clock" in said(late, "ruling")
