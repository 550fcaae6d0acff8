"""No spelling of an inner address is dialled, and what is dialled is what was checked (LIBRARIES "HTTP out": the SSRF guard).

No test here opens a connection off this machine: names are looked up and addresses dialled by stubs.
"""

import socket
import ssl

import pytest

from tradeward.domain.refusals import RuleBroken
from tradeward.gateways import webhooks

# What a host is written as; what a resolver makes of it (as glibc does); whether a URL with it is refused before any look-up.
SPELLINGS = [
    ("127.0.0.1", "127.0.0.1", True),
    ("127.1", "127.0.0.1", True),
    ("2130706433", "127.0.0.1", True),
    ("0x7f.1", "127.0.0.1", True),
    ("0177.0.0.1", "127.0.0.1", True),
    ("0x7f000001", "127.0.0.1", True),
    ("0", "0.0.0.0", True),
    ("0.0.0.0", "0.0.0.0", True),
    ("localhost", "127.0.0.1", True),
    ("LOCALHOST.", "127.0.0.1", True),
    ("127.0.0.1.", "127.0.0.1", True),
    ("inner.example", "127.0.0.1", False),
    ("[::1]", "::1", True),
    ("[::]", "::", True),
    ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1", True),
    ("[::ffff:7f00:1]", "::ffff:127.0.0.1", True),
    ("[::127.0.0.1]", "::127.0.0.1", True),
    ("169.254.169.254", "169.254.169.254", True),
    ("metadata.example", "169.254.169.254", False),
    ("10.0.0.1", "10.0.0.1", True),
    ("172.16.0.1", "172.16.0.1", True),
    ("172.31.255.254", "172.31.255.254", True),
    ("192.168.1.1", "192.168.1.1", True),
    ("100.64.0.1", "100.64.0.1", True),
    ("192.0.0.8", "192.0.0.8", True),
    ("192.88.99.1", "192.88.99.1", True),
    ("198.18.0.1", "198.18.0.1", True),
    ("203.0.113.9", "203.0.113.9", True),
    ("224.0.0.1", "224.0.0.1", True),
    ("239.255.255.250", "239.255.255.250", True),
    ("240.0.0.1", "240.0.0.1", True),
    ("255.255.255.255", "255.255.255.255", True),
    ("[fe80::1]", "fe80::1%eth0", True),
    ("[fe80::1%25eth0]", "fe80::1%eth0", True),
    ("[fec0::1]", "fec0::1", True),
    ("[fd00::1]", "fd00::1", True),
    ("[ff02::1]", "ff02::1", True),
    ("[64:ff9b::7f00:1]", "64:ff9b::7f00:1", True),
    ("[64:ff9b:1::7f00:1]", "64:ff9b:1::7f00:1", True),
    ("[2002:7f00:1::]", "2002:7f00:1::", True),
    ("[2001:0:53aa:64c::1]", "2001:0:53aa:64c::1", True),
    ("[2001:db8::1]", "2001:db8::1", True),
    ("[3fff::1]", "3fff::1", True),
    ("[5f00::1]", "5f00::1", True),
    ("[100::1]", "100::1", True),
]
GLOBAL = [
    "8.8.8.8",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00:1450::1",
    "::ffff:8.8.8.8",
]


ASCII = "it is up to 2000 letters, digits and signs of ASCII; write a name as xn--… and a path with %"


def line(*addresses: str, demo: bool = False, dialled: list | None = None) -> webhooks.Line:
    """A way out on which every name leads to these addresses, and dialling is only noted."""

    def dial(place: tuple[str, int], seconds: float) -> socket.socket:
        if dialled is not None:
            dialled.append(place)
        raise ConnectionRefusedError("a stub")

    return webhooks.Line(demo=demo, resolve=lambda host, port: addresses, dial=dial)


@pytest.mark.parametrize(("host", "address", "at_once"), SPELLINGS)
def test_an_inner_address_is_not_dialled_however_it_is_spelled(host, address, at_once):
    """Refused when the webhook is made where the spelling shows it, and when it is dialled in any case."""
    url, dialled = f"https://{host}/hook", []
    if at_once:
        with pytest.raises(RuleBroken, match="^url is not one that events are sent to: "):
            webhooks.check_url(url=url, demo=False)
    else:
        webhooks.check_url(url=url, demo=False)
    assert webhooks.refused(address=address, demo=False) == f"{address} is no public address"
    answer = webhooks.send(url=url, body="{}", headers={}, line=line(address, dialled=dialled))
    assert (answer.status, dialled) == (None, [])
    named = webhooks.send(url="https://shop.example/", body="{}", headers={}, line=line(address, dialled=dialled))
    assert (named.told, dialled) == (f"shop.example is not dialled: {address} is no public address", [])


@pytest.mark.parametrize("address", GLOBAL)
def test_a_public_address_is_dialled_itself(address):
    """What is dialled is the checked address, not the name."""
    dialled = []
    answer = webhooks.send(url="https://shop.example/", body="{}", headers={}, line=line(address, dialled=dialled))
    assert dialled == [(address, 443)]
    assert (answer.status, answer.told) == (None, "ConnectionRefusedError: a stub")


def test_a_name_that_leads_elsewhere_when_asked_again_is_asked_once():
    """DNS rebinding: global when it is checked, loopback when it is dialled; the dialled address is the checked one."""
    answers, dialled = [["8.8.8.8"], ["127.0.0.1"]], []
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    def dial(place: tuple[str, int], seconds: float) -> socket.socket:
        dialled.append(place)
        raise ConnectionRefusedError("a stub")

    webhooks.send(url="https://rebound.example/", body="{}", headers={}, line=webhooks.Line(resolve=resolve, dial=dial))
    assert (asked, dialled) == (["rebound.example"], [("8.8.8.8", 443)])


def test_of_several_addresses_the_first_public_one_is_dialled():
    """A network that also offers translated addresses is no fault of the receiver's."""
    dialled = []
    webhooks.send(
        url="https://shop.example/", body="", headers={}, line=line("64:ff9b::808:808", "8.8.4.4", dialled=dialled)
    )
    assert dialled == [("8.8.4.4", 443)]


@pytest.mark.parametrize(
    ("address", "open"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("127.8.8.8", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("8.8.8.8", True),
    ],
)
def test_a_demo_market_reaches_its_own_machine_and_nothing_else_inside(address, open):
    assert (webhooks.refused(address=address, demo=True) == "") is open


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://shop.example/", "it begins with https://"),
        ("ftp://shop.example/", "it begins with https://"),
        ("shop.example/hook", "it begins with https://"),
        ("https:///hook", "it names a host, and no #fragment"),
        ("https://shop.example/#part", "it names a host, and no #fragment"),
        ("https://user:secret@shop.example/", "it holds no user and no password: the signature says who sends"),
        ("https://shop.example\\@127.0.0.1/", "it holds no user and no password: the signature says who sends"),
        ("https://shop.example:99999/", "it is no URL; write https://HOST/PATH"),
        ("https://[::1/", "it is no URL; write https://HOST/PATH"),
        ("https://shop.example:0/", "nobody listens on port 0; leave the port out, or name another"),
        ("https://läden.example/", ASCII),
        ("https://shop.example/a b", ASCII),
        ("https://shop.example/\r\nX: y", ASCII),
        ("https://shop.example/" + "a" * 2000, ASCII),
        ("https://%6cocalhost/", "its host is a name of letters, digits, dots and hyphens, or an address"),
        ("https://shop;example/", "its host is a name of letters, digits, dots and hyphens, or an address"),
        ("https://127.1/", "an address is written in full, as 203.0.113.9"),
        ("https://shop.0x1/", "an address is written in full, as 203.0.113.9"),
        ("https://localhost/", "localhost is no public address"),
    ],
)  # fmt: skip
def test_a_url_that_is_not_sent_to_is_refused_with_the_way_out(url, why):
    with pytest.raises(RuleBroken) as refusal:
        webhooks.check_url(url=url, demo=False)
    assert (str(refusal.value), refusal.value.field) == (f"url is not one that events are sent to: {why}.", "url")
    dialled = []
    assert webhooks.send(url=url, body="", headers={}, line=line("8.8.8.8", dialled=dialled)).told == str(refusal.value)
    assert dialled == []


@pytest.mark.parametrize(
    ("url", "open"),
    [
        ("http://127.0.0.1:8080/", True),
        ("http://localhost/", True),
        ("https://[::1]/", True),
        ("http://10.0.0.1/", False),
        ("ftp://localhost/", False),
    ],
)
def test_in_a_demo_market_http_and_loopback_are_open(url, open):
    if open:
        webhooks.check_url(url=url, demo=True)
        return
    with pytest.raises(RuleBroken):
        webhooks.check_url(url=url, demo=True)


def test_tls_is_spoken_in_the_name_of_the_host_to_the_checked_address():
    """The certificate has to be the host's: the ClientHello names it, though an address was dialled."""
    ours, theirs = socket.socketpair()
    answer = webhooks.send(
        url="https://shop.example:8443/", body="{}", headers={},
        line=webhooks.Line(resolve=lambda host, port: ["8.8.8.8"], dial=lambda place, seconds: _quick(ours), in_all=1.5),
    )  # fmt: skip
    hello = theirs.recv(4096)
    theirs.close()
    assert hello[0] == 22
    assert b"shop.example" in hello
    assert (answer.status, answer.told) == (None, "no answer within 1.5 s")


def test_whom_the_machine_does_not_trust_gets_nothing():
    """The default trust checks names and certificates."""
    trust = webhooks.Line().trust()
    assert (trust.check_hostname, trust.verify_mode) == (True, ssl.CERT_REQUIRED)


def _quick(raw: socket.socket) -> socket.socket:
    raw.settimeout(5)
    return raw
