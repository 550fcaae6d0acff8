"""The operator's policy: a closed list of keys, validated versions of them, and what an order freezes of one."""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import Annotated, Any, Final, Literal, get_args, get_origin, get_type_hints

from tradeward.domain import days
from tradeward.domain.policy_keys import Choice, Currency, Dates, Flag, Key, Scope, Several, Value, Whole, Zone
from tradeward.domain.refusals import RuleBroken

Ground = Literal["ship_date", "quality", "quantity", "packaging", "documents"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _whole(default: int, low: int, high: int, rule: str, says: str, scope: Scope = "order") -> Whole:
    return Whole(default=default, low=low, high=high, rule=rule, says=says, scope=scope)


def _today(default: int, low: int, high: int, rule: str, says: str) -> Whole:
    return _whole(default, low, high, rule, says, "market")


def _flag(default: bool, rule: str, says: str, scope: Scope = "order") -> Flag:
    return Flag(default=default, rule=rule, says=says, scope=scope)


def _choice(default: str, rule: str, says: str, scope: Scope = "order") -> Choice:
    return Choice(default=default, rule=rule, says=says, scope=scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One version of the operator's policy: a field is a key, its metadata says default, bounds, § of RULES.md, scope.

    `_minor` amounts are in `policy_currency`. Nothing asks which profile a policy came from: there is no name in it.
    """

    # fmt: off
    policy_currency: Annotated[str, Currency(
        default="USD", rule="§3", says="the currency of every `_minor` key and of the coverage limit", scope="market")]

    # Which claims, and the warnings of S10
    covered_grounds: Annotated[tuple[Ground, ...], Several(
        default=("ship_date", "quality", "quantity"), fewest=1, rule="§1 S3", says="what coverage answers for")]
    deposit_over_cover: Annotated[Literal["warn", "block"], _choice(
        "warn", "§1 S10", "what happens when the deposit exceeds the order's cover", "market")]
    quality_opt_out: Annotated[bool, _flag(
        True, "§6", "an item line may be signed without an executable quality term, opted out in words", "market")]

    # Time
    operator_zone: Annotated[str, Zone(
        default="UTC", rule="§2", says="the zone in which the operator's working days end", scope="market")]
    weekend: Annotated[tuple[Weekday, ...], Several(
        default=("saturday", "sunday"), rule="§2", says="the weekdays that are no working days", scope="market")]
    holidays: Annotated[tuple[str, ...], Dates(
        default=(), rule="§2", says="the dates that are no working days", scope="market")]
    resume_floor_hours: Annotated[int, _whole(
        24, 0, 168, "§5", "the least that is left of a paused window when it resumes")]

    # Suppliers: the limit
    base_documents_minor: Annotated[int, _today(100_000, 0, 10**11, "§3", "base limit, documents verified")]
    base_site_audit_minor: Annotated[int, _today(500_000, 0, 10**11, "§3", "base limit, site audited as well")]
    base_experienced_minor: Annotated[int, _today(
        2_000_000, 0, 10**11, "§3", "base limit, audited and long here as well")]
    experienced_days: Annotated[int, _today(730, 0, 3650, "§3", "days here after which a supplier is long here")]
    volume_share_bp: Annotated[int, _today(
        2_000, 0, 10_000, "§3", "share of the completed volume that the limit grows by")]
    volume_days: Annotated[int, _today(180, 1, 1825, "§3", "days for which completed volume, and conduct, count")]
    limit_step_minor: Annotated[int, _today(10_000, 1, 10**9, "§3", "the limit is rounded down to a multiple of this")]
    limit_ceiling_minor: Annotated[int, _today(50_000_000, 0, 10**13, "§3", "the highest limit")]
    limit_review_month_day: Annotated[int, _today(
        1, 1, 28, "§3", "the day of each month on which limits are reckoned anew")]

    # Suppliers: performance (docs/decisions/performance-score.md)
    performance_max_bp: Annotated[int, _today(15_000, 10_000, 30_000, "§3", "performance of a faultless supplier")]
    prior_orders_count: Annotated[int, _today(
        20, 1, 10_000, "§3", "how many orders of the population weigh in a supplier's rates")]
    population_on_time_bp: Annotated[int, _today(9_000, 1, 9_999, "§3", "population: orders shipped in time")]
    population_first_pass_bp: Annotated[int, _today(8_500, 1, 9_999, "§3", "population: inspections passed at once")]
    population_undisputed_bp: Annotated[int, _today(9_500, 1, 9_999, "§3", "population: orders without a dispute lost")]
    population_answered_bp: Annotated[int, _today(8_000, 1, 9_999, "§3", "population: disputes answered promptly")]
    prompt_answer_hours: Annotated[int, _today(24, 1, 168, "§3", "an answer within these hours is prompt")]
    weight_on_time_bp: Annotated[int, _today(
        4_000, 0, 10_000, "§3", "weight of shipping in time; the four weights make 10000")]
    weight_first_pass_bp: Annotated[int, _today(3_000, 0, 10_000, "§3", "weight of passing inspection at once")]
    weight_undisputed_bp: Annotated[int, _today(2_000, 0, 10_000, "§3", "weight of losing no dispute")]
    weight_answered_bp: Annotated[int, _today(1_000, 0, 10_000, "§3", "weight of prompt answers")]

    # Suppliers: points
    points_late_count: Annotated[int, _today(3, 0, 100, "§3", "points for a late shipment")]
    points_nonconforming_count: Annotated[int, _today(
        6, 0, 100, "§3", "points for quality, quantity or another covered ground")]
    points_non_delivery_count: Annotated[int, _today(24, 0, 100, "§3", "points for goods never shipped")]
    points_debt_count: Annotated[int, _today(24, 0, 100, "§3", "points for a debt left unpaid")]
    points_debt_after_days: Annotated[int, _today(7, 0, 365, "§3", "days after which an unpaid debt costs points")]
    points_last_days: Annotated[int, _today(365, 1, 3650, "§3", "days after which points drop off")]
    penalty_half_count: Annotated[int, _today(24, 1, 1000, "§3", "points from which the limit is cut to a share")]
    penalty_zero_count: Annotated[int, _today(48, 1, 1000, "§3", "points from which the limit is 0")]
    penalty_points_bp: Annotated[int, _today(5_000, 0, 10_000, "§3", "the share left by points")]
    penalty_debt_bp: Annotated[int, _today(5_000, 0, 10_000, "§3", "the share left while a debt is overdue")]

    # Cover of an order
    exposure: Annotated[Literal["released", "value"], _choice(
        "released", "§3", "to cover: the most released while a covered claim is open, or the order value")]
    cover_hold_hours: Annotated[int, _today(72, 1, 720, "§3", "how long the first signature holds its cover")]
    fund_ratio_bp: Annotated[int, _today(2_000, 0, 10_000, "§3", "fund cash per open reservation")]
    outside_orders: Annotated[bool, _flag(True, "§3", "orders with suppliers outside the scheme are allowed", "market")]

    # The contract
    offer_open_days: Annotated[int, _today(30, 1, 365, "§4", "how long an offered version may be signed")]
    amendment_open_hours: Annotated[int, _whole(72, 1, 720, "§4", "how long a proposed amendment may be signed")]
    extension_total_days: Annotated[int, _whole(
        90, 0, 730, "§4", "the most that all amendments together move the ship date")]
    instalments_max_count: Annotated[int, _today(5, 1, 5, "§4", "the most instalments of a plan")]
    instalment_wait_max_days: Annotated[int, _today(
        60, 0, 365, "§4", "the most days after its anchor that an instalment is due")]
    default_deposit_bp: Annotated[int, _today(
        3_000, 0, 10_000, "§4", "the deposit of the default plan, the balance is the rest")]

    # Shipment, inspection, receipt
    shipment_release_working_days: Annotated[int, _whole(
        3, 0, 30, "§4", "from the document shown to the release on shipment")]
    inspection_booking_days: Annotated[int, _whole(3, 1, 60, "§8", "from ready to the inspection booked")]
    inspection_window_days: Annotated[int, _whole(
        7, 1, 60, "§4 §8", "from ready to the report; later days are the buyer's")]
    inspection_missing_days: Annotated[int, _whole(
        30, 1, 365, "§8", "days without a report that are the buyer's default")]
    report_completion_working_days: Annotated[int, _whole(
        3, 1, 30, "§4", "to complete a report that proves too little")]
    fail_choice_days: Annotated[int, _whole(5, 1, 30, "§4", "for the buyer to choose after a failed inspection")]
    rework_count: Annotated[int, _whole(
        1, 0, 5, "§4", "how often silence after a fail means rework; then it means reject")]
    clearance_report_days: Annotated[int, _whole(3, 1, 30, "§4", "for the buyer to report customs clearance")]
    clearance_contest_hours: Annotated[int, _whole(
        72, 1, 720, "§4", "for the supplier to contest the clearance reported")]
    auto_receipt_express_days: Annotated[int, _whole(15, 1, 365, "§4", "from dispatch to receipt by itself: express")]
    auto_receipt_air_days: Annotated[int, _whole(15, 1, 365, "§4", "from dispatch to receipt by itself: air")]
    auto_receipt_road_days: Annotated[int, _whole(30, 1, 365, "§4", "from dispatch to receipt by itself: road")]
    auto_receipt_rail_days: Annotated[int, _whole(30, 1, 365, "§4", "from dispatch to receipt by itself: rail")]
    auto_receipt_sea_days: Annotated[int, _whole(45, 1, 365, "§4", "from dispatch to receipt by itself: sea")]
    examine_days: Annotated[int, _whole(
        15, 1, 180, "§1 S8 §4", "from clearance or receipt, to claim quality and quantity")]
    late_claim_days: Annotated[int, _whole(
        15, 1, 180, "§4", "from receipt, to claim the ship date, post-delivery coverage")]

    # Disputes
    answer_hours: Annotated[int, _whole(
        72, 1, 336, "§1 S4 §2", "for the supplier to answer; then the buyer may escalate")]
    escalation_hours: Annotated[int, _whole(168, 2, 720, "§1 S4 §2", "from opening to the escalation by itself")]
    escalates_when: Annotated[Literal["unsettled", "unanswered"], _choice(
        "unsettled", "§5", "which disputes escalate by themselves")]
    answered_withdrawal_days: Annotated[int, _whole(
        30, 1, 365, "§5", "after the last answer, the clock withdraws what does not escalate by itself")]
    settle_until: Annotated[Literal["ruled", "escalated"], _choice(
        "ruled", "§5", "until when the two may still settle")]
    settlement_payment_days: Annotated[int, _whole(7, 0, 90, "§5", "for the supplier to pay his part of a settlement")]
    settlement_advance: Annotated[bool, _flag(False, "§5", "the fund advances what a settlement needs")]
    take_working_days: Annotated[int, _whole(2, 1, 30, "§5", "from escalation to an officer who takes the case")]
    item_working_days: Annotated[int, _whole(3, 1, 30, "§5", "to hand in an item the officer asked for")]
    item_extensions_count: Annotated[int, _whole(1, 0, 5, "§5", "how often that may be extended")]
    ruling_working_days: Annotated[int, _whole(
        5, 1, 60, "§5", "from the closed file to the ruling; then it is reassigned")]
    clock_ruling_working_days: Annotated[int, _whole(
        15, 1, 120, "§5", "from escalation to the computed findings being issued by the clock")]
    withdrawn_wait_days: Annotated[int, _whole(
        7, 0, 90, "§5", "before what was withdrawn is claimed again without news")]
    countersign_minor: Annotated[int, _whole(
        1_000_000, 0, 10**13, "§5", "the amount from which a second officer signs")]
    countersign_limit_share_bp: Annotated[int, _whole(
        5_000, 0, 10_000, "§5", "the share of the limit above which a second officer signs")]
    countersign_working_days: Annotated[int, _whole(2, 1, 30, "§5", "to countersign or send back")]
    countersign_returns_count: Annotated[int, _whole(1, 0, 5, "§5", "how often a ruling may be sent back")]
    officers_min_count: Annotated[int, _today(
        3, 1, 100, "§5", "officers there must be, unless an outside arbiter is named")]
    appeal_days: Annotated[int, _whole(7, 1, 90, "§5", "to appeal against a ruling")]
    appeal_ruling_days: Annotated[int, _whole(10, 1, 90, "§5", "to rule on an appeal; then the ruling stands")]
    held_paid_when: Annotated[Literal["final", "ruling"], _choice(
        "final", "§5", "when the part of a refund that comes from held money is paid")]
    refused_goods_days: Annotated[int, _whole(30, 0, 365, "§5", "refused goods stay at the supplier's disposal")]

    # Inspectors and evidence
    inspectors_drawn_count: Annotated[int, _whole(
        3, 1, 20, "§6", "eligible inspectors drawn for the buyer to pick from")]
    inspector_objections_count: Annotated[int, _whole(
        1, 0, 5, "§6", "how often the supplier may object to the one picked")]
    claim_report_days: Annotated[int, _whole(
        15, 1, 180, "§6", "from opening to the report of an inspection after the claim")]
    evidence_file_megabytes: Annotated[int, _whole(25, 1, 1_000, "§6", "the largest file, in millions of bytes")]
    evidence_files_count: Annotated[int, _whole(200, 1, 10_000, "§6", "the most files of a case")]

    # Money
    fee_bp: Annotated[int, _whole(200, 0, 2_000, "§7", "the platform's fee, taken at release")]
    coverage_cap: Annotated[Literal["advance", "refund"], _choice(
        "advance", "§7", "what the cover caps: what the fund advances, or the whole refund")]
    recovery_notice_days: Annotated[int, _whole(7, 0, 90, "§7", "from the notice of a debt to the first set-off")]
    repayment_plan_months: Annotated[int, _whole(6, 0, 60, "§7", "the longest plan to repay a debt")]
    write_off_days: Annotated[int, _whole(180, 1, 1825, "§7", "after which an unpaid debt is written off")]

    # When somebody does not do his part
    deposit_due_days: Annotated[int, _today(
        7, 1, 60, "§8", "deposit due after the last signature, if the contract is silent")]
    deposit_due_min_days: Annotated[int, _today(1, 1, 60, "§8", "the shortest the contract may set")]
    deposit_due_max_days: Annotated[int, _today(30, 1, 365, "§8", "the longest the contract may set")]
    deposit_grace_bank_days: Annotated[int, _whole(2, 0, 15, "§8", "working days more before the order lapses")]
    unpaid_orders_count: Annotated[int, _today(5, 1, 1_000, "§8", "the most signed and unpaid orders of a buyer")]
    balance_due_days: Annotated[int, _whole(14, 0, 365, "§8", "balance due after its anchor")]
    buyer_default_days: Annotated[int, _whole(14, 1, 365, "§8", "unpaid days more that are the buyer's default")]
    non_delivery_days: Annotated[int, _whole(
        60, 1, 365, "§8", "after the ship deadline, the clock cancels as non-delivery")]
    non_delivery_claim_days: Annotated[int, _whole(30, 1, 365, "§8", "to claim the released part after that")]

    # Money in and out
    suspense_return_working_days: Annotated[int, _today(10, 1, 60, "§9", "an unmatched credit is returned")]
    excess_return_working_days: Annotated[int, _today(5, 1, 60, "§9", "what was paid too much is returned")]
    recall_loss_days: Annotated[int, _whole(
        60, 1, 365, "§9", "after a recalled credit, the buyer's debt is the fund's loss")]
    bank_change_hours: Annotated[int, _today(72, 0, 720, "§9", "before changed bank details are used")]
    approval_hours: Annotated[int, _today(
        72, 1, 720, "§9", "how long what one of the operator's people asked for waits for another to agree")]
    email_token_hours: Annotated[int, _today(168, 1, 720, "§9", "how long a token proves an e-mail address")]
    screening_match_bp: Annotated[int, _today(
        8_500, 5_000, 10_000, "§9", "how alike a name and an entry of a list are that is a hit")]
    # fmt: on

    def __post_init__(self) -> None:
        for low, high in _ORDERED:
            if getattr(self, low) > getattr(self, high):
                raise RuleBroken(f"policy keys {low} and {high}: the first may not exceed the second", field=low)
        weights = {name: getattr(self, name) for name in KEYS if name.startswith("weight_")}
        if sum(weights.values()) != 10_000:
            raise RuleBroken(f"policy keys {', '.join(weights)} must sum to 10000", field="weight_on_time_bp")
        self.calendar()

    @classmethod
    def load(cls, name: str) -> "Policy":
        """The profile `name` that ships with the product (RULES §10). Refuses: a name that there is none of."""
        if name not in profiles():
            raise RuleBroken(f"there is no profile {name!r}; there are {', '.join(profiles())}", field="profile")
        return _shipped(name)

    @classmethod
    def parse(cls, text: str) -> "Policy":
        """The policy of a profile, a TOML file with every key once.

        Refuses, by name: an unknown key, a missing key, a wrong type, a value out of bounds.
        """
        try:
            values = tomllib.loads(text)
        except (ValueError, RecursionError) as fault:  # also a number or a nesting that is too long to be read
            raise RuleBroken(f"the profile is no TOML file: {str(fault)[:200]}", field="profile") from None
        for name in KEYS:
            if name not in values:
                raise RuleBroken(f"policy key {name} is missing (default: {_toml(KEYS[name].default)})", field=name)
        return cls._checked(values)

    def frozen(self) -> dict[str, str]:
        """The keys of scope `order` as strings: what an order stores at its last signature (RULES, introduction)."""
        return {name: key.text(getattr(self, name)) for name, key in KEYS.items() if key.scope == "order"}

    def of_today(self) -> dict[str, str]:
        """The keys of scope `market` as strings: what a ruling keeps of the day it was made on."""
        return {name: key.text(getattr(self, name)) for name, key in KEYS.items() if key.scope == "market"}

    @classmethod
    def read(cls, said: Mapping[str, str]) -> "Policy":
        """The policy whose keys are written as strings; one younger than the writing has its default.

        Refuses, by name: an unknown key, a value out of bounds.
        """
        for name in said:
            if name not in KEYS:
                raise RuleBroken(f"policy key {name} is unknown", field=name)
        return cls._checked(
            {name: key.value(said[name]) if name in said else key.default for name, key in KEYS.items()}
        )

    @classmethod
    def thaw(cls, frozen: Mapping[str, str], *, today: "Policy") -> "Policy":
        """The policy of an order: its `frozen` keys, and `today`'s for scope `market` (RULES, introduction).

        A key younger than the order has its default. Refuses: an unknown or `market` key, a value out of bounds.
        """
        return _thawed(tuple(frozen.items()), today)

    def calendar(self) -> days.WorkingCalendar:
        """The operator's working days (RULES §2)."""
        return days.WorkingCalendar(frozenset(self.weekend), frozenset(map(date.fromisoformat, self.holidays)))

    @classmethod
    def _checked(cls, values: Mapping[str, object]) -> "Policy":
        for name in values:
            if name not in KEYS:
                raise RuleBroken(f"policy key {name} is unknown; the list is docs/reference/policy.md", field=name)
        checked: dict[str, Any] = {name: key.checked(name, values[name]) for name, key in KEYS.items()}
        return cls(**checked)


def _keys() -> dict[str, Key]:
    keys: dict[str, Key] = {}
    for name, hint in get_type_hints(Policy, include_extras=True).items():
        base, key = get_args(hint)
        if isinstance(key, Choice):
            words = get_args(base)[0] if get_origin(base) is tuple else base
            key = dataclasses.replace(key, options=get_args(words))
        keys[name] = key
    return keys


KEYS: Final = _keys()
"""Every policy key there is, in the order of the rules."""

_ORDERED = [
    ("answer_hours", "escalation_hours"),
    ("base_documents_minor", "base_site_audit_minor"),
    ("base_site_audit_minor", "base_experienced_minor"),
    ("base_experienced_minor", "limit_ceiling_minor"),
    ("penalty_half_count", "penalty_zero_count"),
    ("deposit_due_min_days", "deposit_due_days"),
    ("deposit_due_days", "deposit_due_max_days"),
    ("inspection_booking_days", "inspection_window_days"),
    ("inspection_window_days", "inspection_missing_days"),
    ("recovery_notice_days", "write_off_days"),
]


@cache
def profiles() -> tuple[str, ...]:
    """The names of the profiles that ship with the product (RULES §10)."""
    files = (resources.files("tradeward.domain") / "profiles").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


def profile_text(values: Mapping[str, Value]) -> str:
    """A whole profile as TOML: the defaults, with `values` in their place."""
    lines = []
    for name, key in KEYS.items():
        lines.append(f"{name} = {_toml(values.get(name, key.default))}  # {key.rule}: {key.says}")
    return "\n".join(lines) + "\n"


def reference() -> str:
    """docs/reference/policy.md, written from the list of keys."""
    shipped = profiles()
    policies = [Policy.load(name) for name in shipped]
    rows = [f"| key | {' | '.join(shipped)} | may be | scope | rule | says |", "|---" * (len(shipped) + 5) + "|"]
    for name, key in KEYS.items():
        cells = [_toml(getattr(policy, name)) for policy in policies]
        if len(set(cells)) > 1:
            cells = [f"**{cell}**" for cell in cells]
        rows.append("| " + " | ".join([f"`{name}`", *cells, key.bounds, key.scope, key.rule, key.says]) + " |")
    return _HEAD + "\n".join(rows) + "\n"


@cache
def _shipped(name: str) -> Policy:
    return Policy.parse((resources.files("tradeward.domain") / "profiles" / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=256)
def _thawed(pairs: tuple[tuple[str, str], ...], today: Policy) -> Policy:
    frozen = dict(pairs)
    known = {name: key for name, key in KEYS.items() if key.scope == "order"}
    for name in frozen:
        if name not in known:
            raise RuleBroken(f"policy key {name} is not one that an order freezes", field=name)
    values = {name: getattr(today, name) for name in KEYS if name not in known}
    for name, key in known.items():
        values[name] = key.value(frozen[name]) if name in frozen else key.default
    return Policy._checked(values)


def _toml(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return f'"{value}"'
    return "[" + ", ".join(map(_toml, value)) + "]"


_HEAD = """# Policy keys

Written from `src/tradeward/domain/policy.py`; a test compares the two. A profile is one TOML file that holds every key
once: an unknown key, a missing one, a wrong type and a value out of bounds are refused by name. Where the profiles that
ship differ, the values are bold. Scope `order`: frozen into an order at its last signature; `market`: always today's.

"""
