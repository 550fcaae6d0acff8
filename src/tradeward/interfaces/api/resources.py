"""The resources that stand beside orders and their moves, and how all of them are put under one roof."""

from collections.abc import Iterator
from types import ModuleType

from ninja import Router

from tradeward.interfaces.api import (
    accreditations,
    adjudicating,
    amendments,
    approvals,
    books,
    credits,
    disputes,
    drafts,
    evidence,
    facts,
    histories,
    inspections,
    linting,
    messages,
    movements,
    onboarding,
    organisations,
    papers,
    payments,
    policies,
    rates,
    recoveries,
    rulings,
    screenings,
    shipments,
    suppliers,
    templates,
    terms,
    versions,
)

MODULES: tuple[ModuleType, ...] = (
    organisations, onboarding, screenings, suppliers, drafts, templates, versions, terms, histories, movements, inspections,
    accreditations, shipments, amendments, disputes, rulings, papers, facts, messages, evidence, credits, payments, recoveries,
    policies, rates, books, approvals, adjudicating, linting,
)  # fmt: skip


def joined(*modules: ModuleType) -> Iterator[Router]:
    """The routers of these modules and of those here, a path in one of them only.

    Django asks the first view whose path fits: what two nouns offer under one path, such as reading a list and adding to it,
    has to be one view.
    """
    views: dict[str, object] = {}
    for module in (*modules, *MODULES):
        router: Router = module.router
        for path, view in list(router.path_operations.items()):
            if path not in views:
                views[path] = view
                continue
            for operation in view.operations:
                operation.tags = operation.tags or router.tags
                views[path].operations.append(operation)  # type: ignore[attr-defined]
            del router.path_operations[path]
        yield router
