"""Money at risk over the life of an order, drawn as SVG here; the table beside it says the same in figures (DESIGN §6)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from tradeward.domain.money import Money
from tradeward.interfaces.web import shown
from tradeward.interfaces.web.words import states

WIDE, HIGH = 640, 180
"""The picture's own units; it is as wide as its place."""
_LEFT, _BOTTOM, _TOP = 4, 22, 14
LAYERS = ("held", "covered", "not_covered")
"""From the bottom up: what is safe, what the cover answers for, what nobody does."""


def risk(points: Sequence[Any], *, currency: str) -> SafeString:
    """Three layers over time, each as high as its money; a step where the money moved."""
    began, ended = points[0].at, points[-1].at
    span = max((ended - began).total_seconds(), 1)
    most = max((sum(getattr(one.risk, name) for name in LAYERS) for one in points), default=0)

    def x(at: datetime) -> int:
        return _LEFT + round((WIDE - 2 * _LEFT) * (at - began).total_seconds() / span)

    def y(minor: int) -> int:
        return HIGH - _BOTTOM - round((HIGH - _BOTTOM - _TOP) * minor / (most or 1))

    paths = format_html_join(
        "\n", '<path class="layer {}" d="{}"/>', ((name, _layer(points, name, x=x, y=y)) for name in LAYERS)
    )
    return format_html(
        '<svg class="risk" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="none">{}'
        '<path class="axis" d="M{} {}H{}"/></svg>'
        '<p class="risk-scale" aria-hidden="true"><span>{}</span><span>{}</span><span>{}</span></p>',
        WIDE, HIGH, gettext("Money at risk over the life of this order; the table beside it has the figures."), paths,
        _LEFT, HIGH - _BOTTOM, WIDE - _LEFT, shown.day(began.date()),
        gettext("at most %(amount)s") % {"amount": shown.money(Money(most, currency).amount, currency)},
        shown.day(ended.date()),
    )  # fmt: skip


def planned(steps: Sequence[tuple[str, Any]], *, currency: str) -> SafeString:
    """The course that is agreed: a stretch of the same length for each step, its name below."""
    most = max((sum(getattr(risk, name) for name in LAYERS) for _, risk in steps), default=0)
    each, high = WIDE // max(1, len(steps)), HIGH - _BOTTOM - _TOP

    def height(minor: int) -> int:
        return round(high * minor / (most or 1))

    def bars() -> Iterator[tuple[str, int, int, int, int]]:
        for n, (_, risk) in enumerate(steps):
            top = HIGH - _BOTTOM
            for name in LAYERS:
                tall = height(getattr(risk, name))
                top -= tall
                yield name, n * each + 2, top, each - 4, tall

    drawn = format_html_join("\n", '<rect class="layer {}" x="{}" y="{}" width="{}" height="{}"/>', bars())
    names = format_html_join("", "<span>{}</span>", ((str(states.CHOICES[step]),) for step, _ in steps))
    return format_html(
        '<svg class="risk" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="none">{}'
        '<path class="axis" d="M0 {}H{}"/></svg><p class="risk-steps" aria-hidden="true">{}</p>',
        WIDE, HIGH, gettext("Where the buyer's money will stand step by step; the table beside it has the figures."), drawn,
        HIGH - _BOTTOM, WIDE, names,
    )  # fmt: skip


def _layer(points: Sequence[Any], name: str, *, x: Any, y: Any) -> str:
    """The area of one layer: along its top from left to right, back along the top of the layer below."""
    under = LAYERS[: LAYERS.index(name)]

    def edge(names: Sequence[str]) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for one in points:
            height = y(sum(getattr(one.risk, layer) for layer in names))
            if found:
                found.append((x(one.at), found[-1][1]))
            found.append((x(one.at), height))
        return found

    way = [*edge((*under, name)), *reversed(edge(under))]
    return "M" + "L".join(f"{left} {top}" for left, top in way) + "Z"
