"""How a body is read: strict JSON in UTF-8, no number where money or dates stand, nothing nested without end."""

import re
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from tradeward.domain.adjudication.form import strict_json
from tradeward.domain.refusals import RuleBroken
from tradeward.interfaces.unreadable import Unreadable

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
DEEPEST = 32
"""Levels of objects and lists in a body: no request needs more than eight."""


class Strict(Parser):
    """Reads bodies for the whole API. Numbers are whole and short; amounts, dates and rates are strings."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The value of a JSON body. Refuses: Unreadable."""
        if request.content_type != "application/json":
            raise Unreadable(
                status=415, says=f"the body is {request.content_type or 'of no type'}, not application/json"
            )
        try:
            body = request.body
        except RequestDataTooBig:
            raise Unreadable(status=413, says="the body is larger than 1 MiB") from None
        try:
            found = strict_json.parse(line=body)
        except RuleBroken as broken:
            raise Unreadable(status=400, says=str(broken)) from None
        _check_depth(found)
        return found

    def parse_querydict(self, data: MultiValueDict, list_fields: list[str], request: HttpRequest) -> Any:
        """The parameters of a query. Refuses: Unreadable."""
        for name in data:
            for value in (name, *data.getlist(name)):
                _check_text(value)
        return super().parse_querydict(data, list_fields, request)


def _check_text(text: str) -> None:
    """What no text holds and no database keeps: the character U+0000, and half of a character."""
    if odd := _NO_TEXT.search(text):
        raise Unreadable(status=400, says=f"a text holds U+{ord(odd[0]):04X}, which is no character")


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST):
        for one in level:
            if isinstance(one, str):
                _check_text(one)
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in ((*one, *one.values()) if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise Unreadable(status=400, says=f"the body is nested more than {DEEPEST} levels deep")
