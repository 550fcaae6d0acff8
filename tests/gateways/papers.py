"""Papers to compare with what is written down: their text, and where ink is; `python -m tests.gateways.papers` writes them."""

import os
from functools import cache
from pathlib import Path
from uuid import UUID

import pypdfium2

from tests.memory import World
from tradeward.domain import rows
from tradeward.gateways.paper import contract, press, report, ruling
from tradeward.gateways.paper.blocks import Paper
from tradeward.gateways.paper.contract import Named
from tradeward.gateways.paper.words import LANGUAGES

HERE = Path(__file__).with_name("papers")
KINDS = ("contract", "report", "ruling")
COLUMNS, LINES = 60, 42
INK = " .:-=+*#%@"

TERMS = [
    {"id": "width", "kind": "measure", "property": "width", "unit": "mm", "method": "ISO 3611", "min": "49.5", "max": "50.5"},
    {"id": "weight", "kind": "measure", "property": "weight of one", "unit": "g", "min": "180", "aggregate": "mean"},
    {"id": "look", "kind": "sampling", "standard": "ISO 2859-1:1999", "level": "II",
     "aql": {"critical": "none_allowed", "major": "2.5"}},
    {"id": "colour", "kind": "pass_fail", "text": "As the approved sample LW-17, sealed on 2027-02-20 (样品 LW-17)"},
    {"id": "count", "kind": "quantity", "ordered": "1000", "tol_minus_pct": "2", "tol_plus_pct": "3"},
    {"id": "sample", "kind": "approved_sample", "number": "LW-17", "sealed_on": "2027-02-20",
     "holder": "Plumb Line", "seal": "0042"},
    {"id": "rohs", "kind": "test_document", "document": "a test report", "standard": "IEC 62321-3-1:2013",
     "issuer": "an ISO 17025 laboratory"},
    {"id": "artwork", "kind": "marking", "place": "the lid 盒盖", "file": "lid.pdf", "version": "3", "sha256": "ab" * 32},
    {"id": "cartons", "kind": "packaging", "count": "50", "unit": "pcs", "carton": "five-layer carton", "gross_kg": "12.5"},
    {"id": "finish", "kind": "vague", "text": "a pleasant finish"},
]  # fmt: skip
LINE = {
    "goods": "hinge, brass 黄铜合页",
    "quantity": "1000",
    "unit": "pcs",
    "price": "10000.00",
    "terms": ["width", "weight", "look"],
}
FREE = 'The cartons are stacked five high.\n\n包装箱上不得印刷价格。\n# not a heading, $ not a formula $, *not bold*, #import "x"'


@cache
def order():
    """An order with terms of every kind, shipped late by an amendment, disputed and ruled on with a departure."""
    world = World()
    trade = world.signed(
        world.supplier(limit="20000.00"), terms=TERMS, lines=[LINE], not_assured=["finish"], free_text=FREE,
        late_ld={"pct_per_day": "0.5", "cap_pct": "10"}, force_majeure={"notice_days": "7"}, inspection_fee="200.00",
    )  # fmt: skip
    trade.credit("3000.00", 1)
    trade.ready()
    trade.credit("200.00", reference=trade.inspection().reference)
    trade.book()
    told = {
        "sample_size": 80, "nonconforming_units": 9, "defects": {"critical": 0, "major": 9},
        "measurements": {"width": ["50.0", "50.1", "49.9", "50.7"], "weight": ["181", "182.5"]},
        "results": {"colour": "pass"}, "position": "29.8683, 121.5440",
    }  # fmt: skip
    trade.move(trade.inspection(), "report", "inspector", report=told)
    trade.move(trade.inspection(), "reject", "buyer")
    world.after(days=8)
    trade.ruled(
        award="2500.00", reasons={"award": "A quarter of the deposit; the buyer keeps samples. 样品由买方保留。"}
    )
    return trade


def names(trade) -> dict[UUID, Named]:
    inspectors = {one.inspector_id for one in trade.bundle.of(rows.Inspection) if one.inspector_id}
    return {
        trade.order.buyer_id: Named(name="Nordlicht Handel GmbH (fictional)", country="DE"),
        trade.order.supplier_id: Named(name="宁波灯笼制造有限公司（虚构）", country="CN"),
        **{one: Named(name="Plumb Line (fictional)", country="CN") for one in inspectors},
    }


def paper(kind: str, language: str, trade=None) -> Paper:
    trade = trade or order()
    told = {"names": names(trade), "language": language}
    if kind == "contract":
        return contract.paper(trade.bundle, **told)
    if kind == "report":
        return report.paper(trade.bundle, inspection=trade.bundle.of(rows.Inspection)[0], **told)
    return ruling.paper(trade.bundle, ruling=trade.ruling, **told)


@cache
def pdf(kind: str, language: str) -> bytes:
    return press.pdf(paper(kind, language))


def text(content: bytes) -> str:
    """What a reader of the PDF copies out of it, page by page."""
    with pypdfium2.PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    return "\n\f\n".join(pages).replace("\u200b", "")


def picture(content: bytes) -> str:
    """Each page as letters: how dark it is, place by place. A moved, missing or overflowing block shows."""
    with pypdfium2.PdfDocument(content) as document:
        return "\n\f\n".join(_picture(page) for page in document)


def _picture(page) -> str:
    bitmap = page.render(scale=1, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    pixels = bytes(bitmap.buffer)
    rows = []
    for line in range(LINES):
        top, bottom = line * height // LINES, (line + 1) * height // LINES
        signs = []
        for column in range(COLUMNS):
            left, right = column * width // COLUMNS, (column + 1) * width // COLUMNS
            dark = sum(
                255 * (right - left) - sum(pixels[y * stride + left : y * stride + right]) for y in range(top, bottom)
            )
            share = dark / (255 * (right - left) * (bottom - top))
            signs.append(INK[min(len(INK) - 1, round(share * 30))])
        rows.append("".join(signs).rstrip())
    return "\n".join(rows)


def golden(kind: str, language: str) -> str:
    content = pdf(kind, language)
    return f"{text(content)}\n\n--- picture ---\n\n{picture(content)}\n"


def main() -> None:
    """Write what the papers say and look like now."""
    HERE.mkdir(exist_ok=True)
    for kind in KINDS:
        for language in LANGUAGES:
            (HERE / f"{kind}-{language}.txt").write_text(golden(kind, language), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tradeward.settings")
    main()
