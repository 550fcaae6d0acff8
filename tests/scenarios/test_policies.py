"""Dated policies and rates (RULES §2, §7, §10): previewed, validated, and never reaching back into what is signed."""

from datetime import timedelta

import pytest

from tests.world import BUYER, SUPPLIER, World, plan
from tradeward.domain.policy import KEYS, Policy, profile_text
from tradeward.domain.refusals import NotAllowed, OutOfTurn, RuleBroken
from tradeward.queries import orders
from tradeward.queries import policies as seen
from tradeward.queries import rates as table
from tradeward.usecases import clock, policies, rates

HELD = plan((3000, "signing", "on_capture"), (7000, "inspection", "on_shipment"))


def profile(base="standard", **changes):
    policy = Policy.load(base)
    return profile_text({key: changes.get(key, getattr(policy, key)) for key in KEYS})


def publish(world, *, who="operator", text=None, name="own", **changes):
    said = {"text": text or profile(**changes), "profile": name}
    return policies.publish(**said, **world.stage.by(who))


def preview(world, **changes):
    return seen.preview(world.stage.people["operator"], text=profile(**changes), at=world.now)


def test_a_new_version_never_reaches_into_a_signed_order(world):
    """R10.1: RULES, introduction: scope `order` is frozen at the last signature, scope `market` is today's."""
    old = world.signed(plan=HELD, ship_date="2026-05-01", value="USD 1,000.00")
    publish(world, fee_bp=500, examine_days=30)
    new = world.signed("shades", plan=HELD, ship_date="2026-05-01", value="USD 1,000.00")
    for order, fee in ((old, "-6.00"), (new, "-15.00")):
        before = cents(world.balance("fees"))
        order.pay(1)
        assert cents(world.balance("fees")) - before == int(fee.replace(".", ""))
    assert [one.profile for one in seen.versions(world.stage.people[BUYER])] == ["own"]


def cents(text):
    """`USD -6.00` in cents."""
    return int(text.split()[1].replace(".", "").replace(",", ""))


def test_a_version_that_comes_between_two_signatures_holds_for_both(world):
    """RULES, introduction: frozen at the *last* signature."""
    order = world.offered(plan=HELD, ship_date="2026-05-01", value="USD 1,000.00")
    order.sign(BUYER)
    publish(world, fee_bp=500)
    order.sign(SUPPLIER)
    order.pay(1)
    assert world.balance("fees") == "USD -15.00"


def test_a_key_of_scope_market_holds_for_signed_orders_too(world):
    """RULES, introduction: offers run out by today's policy."""
    offered = world.offered(ship_date="2026-05-01")
    publish(world, offer_open_days=2)
    world.after(days=1)
    assert offered.state == "offered"
    world.after(days=2)
    with pytest.raises(OutOfTurn, match="lapsed"):
        offered.sign(BUYER)


def test_the_version_in_force_is_the_newest_that_has_begun(world):
    """RULES §10: dated versions; before the first, profile `standard` holds."""
    start = world.now
    for days, name, fee in ((10, "spring", 300), (10, "summer", 400)):
        world.after(days=days)
        publish(world, name=name, fee_bp=fee)
    viewer = world.stage.people[SUPPLIER]
    fees = [seen.in_force(viewer, at=start + timedelta(days=day)).fee_bp for day in (0, 9, 10, 19, 20, 300)]
    assert fees == [200, 200, 300, 300, 400, 400]
    assert [(one.profile, one.since) for one in seen.versions(viewer)] == [
        ("spring", start + timedelta(days=10)),
        ("summer", start + timedelta(days=20)),
    ]


def test_what_a_new_version_makes_overdue_happens_when_it_begins(world):
    """RULES §2: dated then, for history does not change afterwards; and every deadline that runs is reckoned anew."""
    old = world.offered(ship_date="2026-06-01")
    world.after(days=10)
    young = world.offered("shades", ship_date="2026-06-01")
    publish(world, offer_open_days=5)
    assert (old.state, young.state) == ("lapsed", "offered")
    lines = orders.journal(world.stage.people[BUYER], order_id=old.id, at=world.now)
    assert (lines[-1].verb, lines[-1].at) == ("lapse", world.now)
    (due,) = [one for one in orders.deadlines(world.stage.people[BUYER], order_id=young.id, at=world.now)]
    assert due.at == world.now + timedelta(days=5)
    world.after(days=5)
    assert young.state == "lapsed"


def test_a_preview_shows_what_changes_and_how_many_orders_keep_theirs(world):
    """RULES §10: nothing is done by looking."""
    world.signed(plan=HELD, ship_date="2026-05-01", value="USD 1,000.00")
    world.signed("shades", plan=HELD, ship_date="2026-05-01", value="USD 1,000.00").move(BUYER, "call_off")
    world.offered("posts", ship_date="2026-05-01", value="USD 1,000.00")
    found = preview(world, fee_bp=250, offer_open_days=10, covered_grounds=("quality",))
    assert [(one.key, one.old, one.new, one.scope) for one in found.changes] == [
        ("covered_grounds", "ship_date quality quantity", "quality", "order"),
        ("offer_open_days", "30", "10", "market"),
        ("fee_bp", "200", "250", "order"),
    ]
    assert found.orders_keeping_theirs == 1
    assert preview(world).changes == ()
    assert seen.versions(world.stage.people["operator"]) == []


def test_a_profile_that_ships_can_be_put_into_force(world):
    """RULES §10: `seed` is one validated file."""
    publish(world, base="seed", name="seed")
    assert seen.in_force(world.stage.people[BUYER], at=world.now) == Policy.load("seed")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("fee_bp = ", "profile"),
        (profile() + "colour = 3\n", "colour"),
        (profile().replace("fee_bp = 200", "fee_bp = 2001"), "fee_bp"),
        (profile().replace("fee_bp = 200", 'fee_bp = "200"'), "fee_bp"),
        ("\n".join(line for line in profile().splitlines() if not line.startswith("appeal_days")), "appeal_days"),
    ],
)
def test_a_profile_that_is_wrong_is_refused_by_its_key(world, text, field):
    """RULES §10: validated."""
    for act in (
        lambda: publish(world, text=text),
        lambda: seen.preview(world.stage.people["operator"], text=text, at=world.now),
    ):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert refused.value.field == field
    assert seen.versions(world.stage.people["operator"]) == []


def test_versions_begin_one_after_the_other_and_have_a_name(world):
    """RULES §2: history does not change afterwards."""
    publish(world)
    with pytest.raises(RuleBroken, match="begins later"):
        publish(world, fee_bp=300)
    world.after(hours=1)
    with pytest.raises(RuleBroken) as refused:
        publish(world, name=" ")
    assert refused.value.field == "profile"


@pytest.mark.parametrize("who", [BUYER, SUPPLIER, "officer A"])
def test_only_the_operator_sets_policy_and_rates(world, who):
    """RULES §2–§9: pol is the operator's."""
    with pytest.raises(NotAllowed):
        publish(world, who=who)
    with pytest.raises(NotAllowed):
        seen.preview(world.stage.people[who], text=profile(), at=world.now)
    with pytest.raises(NotAllowed):
        rate(world, who=who)


def test_the_same_publication_twice_is_one(world):
    """DESIGN §5: an idempotency key has one effect."""
    said = {"text": profile(fee_bp=300), "profile": "own", **world.stage.by("operator")}
    assert policies.publish(**said) == policies.publish(**said)
    assert len(seen.versions(world.stage.people["operator"])) == 1


def test_all_that_was_due_happens_before_a_version_begins(world, monkeypatch):
    """RULES §2: however many sweeps of the clock that takes."""
    told = [clock.Swept(moved=500, busy=0, failed=0, clear=False), clock.Swept(moved=1, busy=0, failed=0, clear=True)]
    monkeypatch.setattr(clock, "sweep", lambda *, at: told.pop(0))
    publish(world)
    assert told == []


# --- exchange rates


def test_the_same_rate_sent_twice_is_one(world):
    """DESIGN §5: an idempotency key has one effect."""
    said = {"from_currency": "EUR", "to_currency": "USD", "rate": "1.10", "source": "fictional", "since": world.now}
    key = world.stage.by("operator")
    assert rates.publish(**said, **key) == rates.publish(**said, **key)
    assert len(table.listed(world.stage.people["operator"])) == 1


def rate(world, *, who="operator", pair=("EUR", "USD"), value="1.10", source="fictional central bank", since=None):
    said = {
        "from_currency": pair[0],
        "to_currency": pair[1],
        "rate": value,
        "source": source,
        "since": since or world.now,
    }
    return rates.publish(**said, **world.stage.by(who))


def test_rates_have_source_and_date(world):
    """RULES §7, R7.2: an operator table with source and date."""
    rate(world)
    rate(world, value="1.125", since=world.now + timedelta(days=1))
    rate(world, pair=("JPY", "USD"), value="0.0068")
    found = [
        (one.from_currency, one.to_currency, one.rate, one.since) for one in table.listed(world.stage.people[BUYER])
    ]
    assert found == [
        ("EUR", "USD", "1.1", world.now),
        ("EUR", "USD", "1.125", world.now + timedelta(days=1)),
        ("JPY", "USD", "0.0068", world.now),
    ]
    assert {one.source for one in table.listed(world.stage.people[BUYER])} == {"fictional central bank"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pair": ("EUX", "USD")}, "from_currency"),
        ({"pair": ("EUR", "US")}, "to_currency"),
        ({"pair": ("EUR", "EUR")}, "to_currency"),
        ({"value": "1,10"}, "rate"),
        ({"value": "0"}, "rate"),
        ({"value": "-1"}, "rate"),
        ({"value": "NaN"}, "rate"),
        ({"value": "Infinity"}, "rate"),
        ({"value": "1000000000000"}, "rate"),
        ({"value": "0.0000000000001"}, "rate"),
        ({"source": " "}, "source"),
    ],
)
def test_a_rate_that_is_none_is_refused_by_name(world, changes, field):
    """RULES §7."""
    with pytest.raises(RuleBroken) as refused:
        rate(world, **changes)
    assert (refused.value.field, table.listed(world.stage.people["operator"])) == (field, [])


def test_no_rate_is_dated_back_or_before_another_of_its_pair(world):
    """RULES §2, §7."""
    with pytest.raises(RuleBroken):
        rate(world, since=world.now - timedelta(days=1))
    rate(world, since=world.now + timedelta(days=3))
    with pytest.raises(RuleBroken):
        rate(world, since=world.now + timedelta(days=3))
    rate(world, pair=("USD", "EUR"), value="0.9", since=world.now)
    assert len(table.listed(world.stage.people["operator"])) == 2


@pytest.mark.parametrize(
    ("currency", "value", "exchange", "limit", "cover", "taken"),
    [
        # limit in USD; the cover is rounded down and what it takes of the limit is rounded up: no conversion makes cover
        ("EUR", "1000.00", "1.10", "USD 7,500.00", "EUR 1,000.00", 110_000),
        ("EUR", "10000.00", "1.10", "USD 7,500.00", "EUR 6,818.18", 750_000),
        ("EUR", "0.01", "1.234567", "USD 7,500.00", "EUR 0.01", 2),
        ("JPY", "1000000", "0.0068", "USD 7,500.00", "JPY 1,000,000", 680_000),
        ("JPY", "9000000", "0.0068", "USD 7,500.00", "JPY 1,102,941", 750_000),
        ("KWD", "1000.000", "3.2573", "USD 7,500.00", "KWD 1,000.000", 325_730),
        ("KWD", "5000.000", "3.2573", "USD 7,500.00", "KWD 2,302.520", 750_000),
    ],
)
def test_cover_in_another_currency_than_the_limit(market, currency, value, exchange, limit, cover, taken):
    """RULES §3, §7: a conversion never makes cover."""
    world = World(limit=limit)
    rate(world, pair=(currency, "USD"), value=exchange)
    world.stage.fund("20000000" if currency == "JPY" else "200000.00" if currency == "EUR" else "200000.000", currency)
    order = world.signed(value=f"{currency} {value}", plan=HELD, ship_date="2026-05-01")
    assert order.money("cover") == cover
    with market.superuser() as connection:
        ((reserved, limit_minor),) = connection.execute(
            "SELECT reserved_minor, limit_minor FROM suppliers WHERE limit_minor > 0"
        ).fetchall()
    assert reserved == taken <= limit_minor


def test_without_a_rate_a_foreign_order_is_plainly_refused(world):
    """RULES §7."""
    order = world.offered(value="EUR 100.00", plan=HELD, ship_date="2026-05-01")
    with pytest.raises(RuleBroken, match="no rate from EUR to USD"):
        order.sign(BUYER)


def test_a_new_rate_never_touches_a_signed_order(market):
    """RULES §7, R7.2: the rate is fixed at the last signature."""
    world = World()
    rate(world)
    world.stage.fund("20000.00", "EUR")
    order = world.signed(value="EUR 1,000.00", plan=HELD, ship_date="2026-05-01")
    reserved = "SELECT reserved_minor FROM suppliers WHERE limit_minor > 0"
    with market.superuser() as connection:
        before = connection.execute(reserved).fetchall()
        world.after(days=1)
        rate(world, value="2.00")
        order.pay(1)
        assert connection.execute(reserved).fetchall() == before == [(110_000,)]
    assert order.money("cover") == "EUR 1,000.00"
