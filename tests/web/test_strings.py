"""No page has a word that no catalogue could translate (issue: no hard-coded string; a test finds them)."""

import ast
import re
from pathlib import Path

import pytest

from tradeward.interfaces import web

WEB = Path(web.__file__).parent
_TRANSLATED = re.compile(
    r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->", re.DOTALL
)
_SPOKEN = re.compile(r'(?:title|alt|aria-label|placeholder|content)="([^"{]*[A-Za-z]{2}[^"{]*)"')
_NAMES = {"Tradeward", "SHA-256"}
"""What is called the same in every language."""
_MARKUP = re.compile(r'(?:name|property)="[^"]*" content="[^"]*"')
_SAID_IN_CODE = {"messages.success", "messages.error"}


@pytest.mark.parametrize("path", sorted(WEB.glob("templates/**/*.html")), ids=lambda path: str(path.relative_to(WEB)))
def test_a_template_says_nothing_past_the_catalogue(path: Path) -> None:
    """Every text between tags, and every text that is read out, goes through gettext."""
    text = path.read_text(encoding="utf-8")
    bare = _MARKUP.sub("", _TRANSLATED.sub("", text))
    shown = re.sub(r'\s[\w-]+="[^"]*"', "", bare)
    said = [*re.findall(r">([^<]*)<", f">{shown}<"), *_SPOKEN.findall(bare)]
    words = [one.strip() for one in said if re.search(r"[A-Za-z]{2}", one)]
    assert [one for one in words if not {*re.findall(r"[A-Za-z0-9-]+", one)} <= _NAMES] == []


@pytest.mark.parametrize("path", sorted(WEB.glob("**/*.py")), ids=lambda path: str(path.relative_to(WEB)))
def test_what_code_tells_people_goes_through_gettext(path: Path) -> None:
    """A notice on the next page is no literal."""
    calls = [one for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.Call)]
    told = [one for one in calls if ast.unparse(one.func) in _SAID_IN_CODE]
    assert [
        ast.unparse(one) for one in told if any(isinstance(arg, ast.Constant | ast.JoinedStr) for arg in one.args)
    ] == []
