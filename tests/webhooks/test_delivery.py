"""Webhooks whole: a move over HTTP, its event at a receiver, signed, in order, until it is taken (issue: webhooks; DESIGN §5)."""

from tests.receivers import delivering, until


def test_an_order_signed_over_http_arrives_signed(world, buyer, receiver):
    """DESIGN §5: the use cases over HTTP, and what they did at the receiver, as the events resource tells it."""
    hook = buyer.added(receiver.url, "order.offer", "order.sign", "order.conclude")
    order = world.signed()
    with delivering():
        until(lambda: len(receiver.heard) == 4)
        until(lambda: hook.states() == ["delivered"] * 4)
    assert receiver.types == ["order.offer", "order.sign", "order.sign", "order.conclude"]
    told = [one.verified(hook.secret) for one in receiver.heard]
    assert [one["data"] for one in told] == [one for one in buyer.events() if one["type"] in receiver.types]
    assert told[-1]["data"]["about"] == {"noun": "order", "id": f"ord_{order.id.hex}", "state": "signed"}
    assert [one.id for one in receiver.heard] == [one["data"]["id"] for one in told]
