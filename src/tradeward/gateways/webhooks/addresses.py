"""Which addresses a webhook may reach: the world's, and none of the operator's own network, however it is spelled."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from tradeward.domain.refusals import RuleBroken

LONGEST_URL = 2000
_PRINTABLE = re.compile(r"[\x21-\x7e]+")
_NAME = re.compile(r"[a-z0-9._-]+")
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_NOT_OURS_TO_REACH = [
    ipaddress.ip_network(one)
    for one in (
        "192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4", "240.0.0.0/4",  # assignments, 6to4 relays, multicast, reserved
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",  # Teredo and other assignments, documentation, 6to4
    )
]  # fmt: skip
"""Ranges beyond those that `is_global` knows, in every version of Python that is supported."""
_UNICAST = ipaddress.ip_network("2000::/3")
"""The IPv6 that is routed: NAT64, IPv4-compatible, link-local, site-local, private and multicast addresses lie outside."""


def refused(*, address: str, demo: bool) -> str:
    """Why an address is not dialled, in words; empty when it may be. A demo market may reach its own machine's loopback."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if demo and found.is_loopback:
        return ""
    inner = any(found in network for network in _NOT_OURS_TO_REACH if network.version == found.version)
    tunnelled = found.version == 6 and found not in _UNICAST
    return f"{address} is no public address" if inner or tunnelled or not found.is_global else ""


def check_url(*, url: str, demo: bool) -> SplitResult:
    """The parts of a URL that a webhook may have: https, a host that is no inner address, nothing secret in it.

    A name is not looked up here: what it leads to is checked when it is dialled. Refuses: RuleBroken, naming the way out.
    """
    if len(url) > LONGEST_URL or not _PRINTABLE.fullmatch(url):
        _refuse(
            f"it is up to {LONGEST_URL} letters, digits and signs of ASCII; write a name as xn--… and a path with %"
        )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        _refuse("it is no URL; write https://HOST/PATH")
    if parts.scheme != "https" and not (demo and parts.scheme == "http"):
        _refuse("it begins with https://")
    if parts.username is not None or parts.password is not None:
        _refuse("it holds no user and no password: the signature says who sends")
    if port == 0:
        _refuse("nobody listens on port 0; leave the port out, or name another")
    if parts.fragment or not host:
        _refuse("it names a host, and no #fragment")
    _check_host(host, demo)
    return parts


def _check_host(host: str, demo: bool) -> None:
    try:
        address = str(ipaddress.ip_address(host))
    except ValueError:
        if _NUMBER.fullmatch(host.rstrip(".").rpartition(".")[2]):
            _refuse("an address is written in full, as 203.0.113.9")
        if not _NAME.fullmatch(host):
            _refuse("its host is a name of letters, digits, dots and hyphens, or an address")
        if host.rstrip(".") == "localhost" and not demo:
            _refuse("localhost is no public address")
        return
    if why := refused(address=address, demo=demo):
        _refuse(why)


def _refuse(why: str) -> None:
    raise RuleBroken(f"url is not one that events are sent to: {why}.", field="url")
