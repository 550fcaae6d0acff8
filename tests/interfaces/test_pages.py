"""The pages of the reference say what the API says, and no two shapes of it share a name."""

import inspect
import pkgutil
from collections import Counter
from importlib import import_module

import pytest
from ninja import Schema

from tests.interfaces import pages
from tradeward.domain.refusals import Refusal
from tradeward.interfaces import api
from tradeward.interfaces.api import problems
from tradeward.store.faults import Busy, OutcomeUnknown


@pytest.mark.parametrize("name", ["api.md", "errors.md"])
def test_a_page_is_what_is_written_from_the_api(name: str) -> None:
    """DESIGN §5: the reference is generated; `python -m tests.interfaces.pages` writes it."""
    assert (pages.PAGES / name).read_text(encoding="utf-8") == pages.pages()[name]


def test_the_reference_is_drawn_once() -> None:
    """Anybody may ask for it, and drawing it takes the time of many requests."""
    from tradeward.interfaces.api.app import api as mounted

    assert mounted.get_openapi_schema(path_params={}) is mounted.get_openapi_schema()


def test_every_refusal_is_a_problem() -> None:
    """DESIGN §4: the map is total."""
    kinds = {Busy, OutcomeUnknown, *_below(Refusal)}
    assert set(problems.REFUSALS) == kinds
    assert set(problems.REFUSALS.values()) <= set(problems.KINDS)


def test_no_two_shapes_share_a_name() -> None:
    """One name, one shape in the reference: the second would overwrite the first."""
    found = Counter(
        name
        for module in pkgutil.iter_modules(api.__path__)
        for name, shape in inspect.getmembers(import_module(f"tradeward.interfaces.api.{module.name}"), inspect.isclass)
        if issubclass(shape, Schema) and shape.__module__ == f"tradeward.interfaces.api.{module.name}"
    )
    assert [name for name, count in found.items() if count > 1 and name != "Told"] == []


def _below(kind: type) -> set[type]:
    return {one for sub in kind.__subclasses__() for one in (sub, *_below(sub))}
