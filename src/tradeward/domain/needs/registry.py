"""A need is a named predicate with the sentence that is true when it is met."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tradeward.domain.lifecycle import Act

Test = Callable[[Any, Any, Act], bool]


@dataclass(frozen=True, slots=True)
class Need:
    """A predicate and the sentence that is true when it is met; `lacking` says what exactly is missing, where that helps."""

    sentence: str
    test: Test
    of_input: bool = False
    lacking: Callable[[Any, Act], list[str]] | None = None


NEEDS: dict[str, Need] = {}


def need(
    sentence: str, *, of_input: bool = False, lacking: Callable[[Any, Act], list[str]] | None = None
) -> Callable[[Test], Test]:
    """Register a predicate under its function's name, with the sentence that is true when it is met."""

    def register(test: Test) -> Test:
        name = test.__name__
        assert name not in NEEDS, name
        NEEDS[name] = Need(sentence, test, of_input, lacking)
        return test

    return register


def unmet(names: tuple[str, ...], bundle: Any, row: Any, act: Act, *, preview: bool = False) -> list[str]:
    """The sentences of the needs that are not met, with what is lacking; a preview leaves out what depends on the input."""
    found = (NEEDS[name] for name in names)
    failed = [one for one in found if not (preview and one.of_input) and not one.test(bundle, row, act)]
    return [" ".join([one.sentence, *(one.lacking(bundle, act) if one.lacking else ())]) for one in failed]
