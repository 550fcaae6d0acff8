"""Papers over HTTP: attachments that a browser never shows as a page, the same for both sides (DESIGN §5)."""

import hashlib

import pypdfium2
import pytest
from django.db import connection

PAPERS = {"contract": ("order", "orders", "contract.pdf"), "report": ("inspection", "inspections", "report.pdf"),
          "ruling": ("ruling", "rulings", "ruling.pdf")}  # fmt: skip


def path(house, kind):
    noun, word, name = PAPERS[kind]
    return f"/{word}/{house.shown(noun, house.own[noun])}/{name}"


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_is_an_attachment_with_its_hash(house, kind):
    """RULES §4, §5: both sides get the same bytes; English unless Chinese is asked for."""
    answer = house.ask("buyer", "GET", path(house, kind))
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "application/pdf",
        "nosniff",
    )
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{kind}-')
    assert answer["Content-Disposition"].endswith('-en.pdf"')
    assert answer["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    assert house.ask("supplier", "GET", path(house, kind)).content == answer.content
    chinese = house.ask("supplier", "GET", path(house, kind) + "?language=zh")
    with pypdfium2.PdfDocument(chinese.content) as document:
        said = document[0].get_textpage().get_text_bounded()
    assert {"contract": "买卖合同", "report": "检验报告", "ruling": "裁定书"}[kind] in said


def test_a_paper_keeps_its_bytes_when_a_party_or_the_inspector_is_renamed(house):
    """RULES §4: what both signed says who they were when they signed."""
    before = {kind: house.ask("buyer", "GET", path(house, kind)).content for kind in PAPERS}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations SET name = 'now ' || name WHERE kind <> 'operator'")
    try:
        assert {kind: house.ask("buyer", "GET", path(house, kind)).content for kind in PAPERS} == before
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE organisations SET name = substr(name, 5) WHERE kind <> 'operator'")


def test_another_language_is_refused_by_name(house):
    answer = house.ask("buyer", "GET", path(house, "contract") + "?language=fr")
    assert (answer.status_code, "language" in answer.content.decode()) == (400, True)
