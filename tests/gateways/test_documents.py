"""Contracts from PDF and Word files: text page by page, and one clear message for every file that is none."""

import io
import zipfile

import pytest

from tradeward.domain.refusals import RuleBroken
from tradeward.gateways import document_worker, documents

WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def docx(body, *, name="word/document.xml"):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, body)
    return packed.getvalue()


def pdf(*texts, encrypted=False):
    """A PDF written by hand: a page a text, in Helvetica."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(texts)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(texts)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(texts):
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {resources} /Contents {5 + 2 * number} 0 R >>"
        )
        stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET" if text else ""
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    secret = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >> /ID [<00> <00>]"
        if encrypted
        else ""
    )
    return out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {secret} >>\nstartxref\n{start}\n%%EOF\n".encode()


def test_a_word_file():
    """The process of its own and the way back."""
    content = docx(WORD.format(PARAGRAPH.format("Goods of high quality.") + PARAGRAPH.format("Größe 5 &lt; 6 质量")))
    assert documents.pages(content=content, name="contract.docx") == ("Goods of high quality.\n\nGröße 5 < 6 质量\n\n",)


def test_a_pdf_file():
    assert documents.pages(content=pdf("Ship soon.", "Deposit 5."), name="contract.pdf") == (
        "Ship soon.\n\n",
        "Deposit 5.\n\n",
    )


def test_breaks_and_tabs_of_word():
    body = WORD.format(
        '<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:br w:type="page"/><w:t>d</w:t></w:r></w:p>'
    )
    assert document_worker.of_docx(docx(body)) == ["a\tb\nc", "d\n\n"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (docx("<a/>", name="xl/workbook.xml"), "no Word file"),
        (docx("<w:document"), "broken inside"),
        (docx('<!DOCTYPE a [<!ENTITY b "c">]>' + WORD.format("")), "declares entities"),
        (docx(b" " * (document_worker.MOST_UNPACKED + 1)), "unpacks to more than 64 MB"),
        (docx(WORD.format(""))[:60], "no Word file that can be read"),
    ],
    ids=["spreadsheet", "broken", "entities", "bomb", "cut off"],
)
def test_word_files_that_are_refused(content, told):
    with pytest.raises(document_worker.Refused, match=told):
        document_worker.of_docx(content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (pdf("a", encrypted=True), "locked with a password"),
        (pdf(*["a"] * 500), "has 500 pages, at most 300"),
        (pdf("", ""), "no text; turn the scan into text"),
        (b"%PDF-1.4\nnothing more", "no PDF that can be read"),
    ],
    ids=["locked", "500 pages", "scan", "broken"],
)
def test_pdf_files_that_are_refused(content, told):
    with pytest.raises(document_worker.Refused, match=told):
        document_worker.of_pdf(content)


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (pdf("a", encrypted=True), "contract.pdf", "locked with a password"),
        (docx("<w:document"), "contract.docx", "broken inside"),
        (pdf("a"), "contract.docx", "bytes are those of a pdf file and its name ends in .docx"),
        (docx(WORD.format("")), "contract.txt", "bytes are those of a docx file and its name ends in .txt"),
    ],
    ids=["locked", "broken", "pdf named docx", "docx named txt"],
)
def test_refusals_reach_the_asker(content, name, told):
    """One clear message naming the way out; never a traceback."""
    with pytest.raises(RuleBroken, match=told):
        documents.pages(content=content, name=name)


def test_a_reader_that_is_ended_is_a_refusal(monkeypatch):
    monkeypatch.setattr(documents, "_PATIENCE", 0.01)
    with pytest.raises(RuleBroken, match="takes too long"):
        documents.pages(content=pdf("Ship soon."), name="contract.pdf")
