"""How far the platform answers for a supplier: coverage limit, performance, points, and their arithmetic (RULES §3)."""

import dataclasses
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tradeward.domain.money import BASIS, Money, share
from tradeward.domain.policy import Policy
from tradeward.domain.refusals import RuleBroken


@dataclass(frozen=True, slots=True)
class Tally:
    """`good` of `of` cases went well."""

    good: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.good <= self.of:
            raise RuleBroken(f"{self.good} of {self.of} is no tally", field="tally")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletedOrder:
    """An order that was closed on the day `closed`; `value_minor` is converted to the policy's currency."""

    value_minor: int
    closed: date
    related: bool = False
    self_paid: bool = False
    reversed: bool = False

    def __post_init__(self) -> None:
        if self.value_minor < 0:
            raise RuleBroken(f"an order is worth {self.value_minor}: a value is not negative", field="value")

    @property
    def counts(self) -> bool:
        """Whether it was real trade between strangers that stood (RULES §3)."""
        return not (self.related or self.self_paid or self.reversed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Points from one cause since a day: that of the final ruling, or the one on which a debt came to cost points."""

    points: int
    since: date
    reversed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of a supplier. The tallies are over `volume_days` and leave out the orders that do not count.

    `in_time`: orders shipped by their deadline, of those that had to be. `passed_at_once`: lots that passed their first
    inspection, of those inspected. `undisputed`: orders without a dispute lost, of those ended. `answered`: disputes
    answered within `prompt_answer_hours`, of those opened.
    """

    joined: date
    site_audited: bool
    orders: tuple[CompletedOrder, ...] = ()
    in_time: Tally = Tally(0, 0)
    passed_at_once: Tally = Tally(0, 0)
    undisputed: Tally = Tally(0, 0)
    answered: Tally = Tally(0, 0)
    marks: tuple[Mark, ...] = ()
    debt_overdue: bool = False
    suspended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A coverage limit and what it was reckoned from; `lines` are the arithmetic as supplier and buyer read it."""

    limit: Money
    base: Money
    volume: Money
    performance_bp: int
    points: int
    factor_bp: int
    lines: tuple[str, ...]


def limit(*, history: History, policy: Policy, day: date) -> Limit:
    """The coverage limit of a supplier on `day`, in the policy's currency (RULES §3).

    (base + share × completed volume × performance) × penalty factor, rounded down to a whole `limit_step_minor`, never
    above the ceiling. Only performance and penalty factor, to a basis point, and the result are rounded: whoever reads
    the lines can reckon again.
    """
    base, why = _base(history=history, policy=policy, day=day)
    volume = _volume(history=history, policy=policy, day=day)
    performed = performance_bp(history=history, policy=policy)
    points = points_held(marks=history.marks, policy=policy, day=day)
    factor = _penalty_factor_bp(history=history, policy=policy, points=points)
    exact = (base + volume * Fraction(policy.volume_share_bp * performed, BASIS * BASIS)) * Fraction(factor, BASIS)
    minor = min(exact // policy.limit_step_minor * policy.limit_step_minor, policy.limit_ceiling_minor)
    found = Limit(
        limit=_money(minor, policy),
        base=_money(base, policy),
        volume=_money(volume, policy),
        performance_bp=performed,
        points=points,
        factor_bp=factor,
        lines=(),
    )
    return _with_lines(found, why=why, history=history, policy=policy, day=day)


def performance_bp(*, history: History, policy: Policy) -> int:
    """How well a supplier performs, in basis points: 10000 is as the population does.

    Each rate is the mean of a beta-binomial posterior whose prior is the population's rate with the weight of
    `prior_orders_count` cases; below the population it counts as a share of that, above it up to `performance_max_bp`
    (RULES §3, docs/decisions/performance-score.md).
    """
    return _half_up(sum((weight * index for _, weight, index in _indices(history, policy)), Fraction(0)) * BASIS)


def points_held(*, marks: tuple[Mark, ...], policy: Policy, day: date) -> int:
    """The points that stand on `day`: neither reversed nor older than `points_last_days` (RULES §3)."""
    oldest = day - timedelta(days=policy.points_last_days)
    return sum(mark.points for mark in marks if not mark.reversed and oldest <= mark.since <= day)


def next_review(*, day: date, policy: Policy) -> date:
    """The first day after `day` on which limits are reckoned anew: once a month (RULES §3)."""
    if day.day < policy.limit_review_month_day:
        return day.replace(day=policy.limit_review_month_day)
    following = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return following.replace(day=policy.limit_review_month_day)


def _base(*, history: History, policy: Policy, day: date) -> tuple[int, str]:
    if not history.site_audited:
        return policy.base_documents_minor, "documents verified"
    if day < history.joined + timedelta(days=policy.experienced_days):
        return policy.base_site_audit_minor, "documents verified, site audited"
    return policy.base_experienced_minor, f"documents verified, site audited, {policy.experienced_days} days here"


def _recent(*, history: History, policy: Policy, day: date) -> list[CompletedOrder]:
    oldest = day - timedelta(days=policy.volume_days)
    return [order for order in history.orders if oldest <= order.closed <= day]


def _volume(*, history: History, policy: Policy, day: date) -> int:
    return sum(order.value_minor for order in _recent(history=history, policy=policy, day=day) if order.counts)


def _penalty_factor_bp(*, history: History, policy: Policy, points: int) -> int:
    if history.suspended or points >= policy.penalty_zero_count:
        return 0
    by_points = policy.penalty_points_bp if points >= policy.penalty_half_count else BASIS
    by_debt = policy.penalty_debt_bp if history.debt_overdue else BASIS
    return share(minor=by_points, bp=by_debt)


def _indices(history: History, policy: Policy) -> list[tuple[str, Fraction, Fraction]]:
    """The name, the weight and the index of each of the four rates."""
    rows = [
        ("shipped in time", policy.weight_on_time_bp, history.in_time, policy.population_on_time_bp),
        ("passed at once", policy.weight_first_pass_bp, history.passed_at_once, policy.population_first_pass_bp),
        ("no dispute lost", policy.weight_undisputed_bp, history.undisputed, policy.population_undisputed_bp),
        ("answered promptly", policy.weight_answered_bp, history.answered, policy.population_answered_bp),
    ]
    return [
        (name, Fraction(weight, BASIS), _index(tally=tally, population=Fraction(population, BASIS), policy=policy))
        for name, weight, tally, population in rows
    ]


def _index(*, tally: Tally, population: Fraction, policy: Policy) -> Fraction:
    weight = policy.prior_orders_count
    rate = (tally.good + weight * population) / (tally.of + weight)
    if rate <= population:
        return rate / population
    top = Fraction(policy.performance_max_bp, BASIS)
    return 1 + (top - 1) * (rate - population) / (1 - population)


def _with_lines(found: Limit, *, why: str, history: History, policy: Policy, day: date) -> Limit:
    recent = _recent(history=history, policy=policy, day=day)
    left_out = sum(not order.counts for order in recent)
    part, factor = _decimal(policy.volume_share_bp), _decimal(found.factor_bp)
    terms = " + ".join(
        f"{_short(weight)} × {_short(index)} {name}" for name, weight, index in _indices(history, policy)
    )
    lines = (
        f"base {found.base}: {why}",
        f"completed volume {found.volume} in {policy.volume_days} days: orders counted {len(recent) - left_out},"
        f" left out as related, self-paid or reversed {left_out}",
        f"performance {_decimal(found.performance_bp)}: {terms}",
        f"penalty factor {factor}: {_penalty_reasons(found, history, policy)}",
        f"limit ({found.base} + {part} × {found.volume} × {_decimal(found.performance_bp)}) × {factor},"
        f" rounded down to a multiple of {_money(policy.limit_step_minor, policy)},"
        f" at most {_money(policy.limit_ceiling_minor, policy)}: {found.limit}",
    )
    return dataclasses.replace(found, lines=lines)


def _penalty_reasons(found: Limit, history: History, policy: Policy) -> str:
    reasons = [
        f"{found.points} points (cut at {policy.penalty_half_count}, nothing left at {policy.penalty_zero_count})"
    ]
    if history.debt_overdue:
        reasons.append("a debt is overdue")
    if history.suspended:
        reasons.append("suspended")
    return ", ".join(reasons)


def _money(minor: int, policy: Policy) -> Money:
    return Money(minor, policy.policy_currency)


def _half_up(number: Fraction) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def _short(number: Fraction) -> str:
    return _decimal(_half_up(number * BASIS))


def _decimal(bp: int) -> str:
    """`bp` basis points in decimal notation: two digits, or four where they are needed."""
    text = f"{bp // BASIS}.{bp % BASIS:04d}"
    return text[:-2] if text.endswith("00") else text
