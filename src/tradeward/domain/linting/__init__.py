"""The linter: which terms of a contract nobody could decide later, and how to mend them.

`lint` reads one term; `contracts` reads a whole contract. Read `term` (what is parsed), `rules/rule` (what a rule is), any
file of `rules/`, and `checking` (how findings are weighed). docs/reference/linter.md tells the categories in words.
"""

from tradeward.domain.linting.checking import Finding, lint

__all__ = ["Finding", "lint"]
