"""Decides which addresses the site's own requests may reach: public ones, and what the operator names.

`webhook_allowed_hosts` of the site's configuration lists hosts, addresses or networks (`10.1.0.0/16`) inside the
administration's own net that may be reached all the same; `host:port` allows one port only.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from ristretto.context.translate import translate as _
from ristretto.errors import PermissionError

SETTING = "webhook_allowed_hosts"
Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]


class AddressRefused(PermissionError):
    """The request would have reached a machine that is not open to the site."""


@dataclass(frozen=True)
class Target:
    """One machine to connect to: its addresses, already looked up and judged."""

    host: str
    port: int
    addresses: tuple[str, ...]


def resolve(host: str, port: int) -> list[str]:
    """Addresses of a name, as the system knows them; OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def target(
    host: str, port: int, allowed: Iterable[str] = (), resolver: Resolve | None = None
) -> Target:
    """Where to connect for a host of an address. AddressRefused when one of its addresses is closed.

    The addresses are looked up once and used as they are: what the name says the next time changes nothing.
    """
    host = host.strip("[]").rstrip(".").lower()
    found = tuple((resolver or resolve)(host, port))
    named = list(allowed)
    for text in found:
        if not (_is_named(host, port, text, named) or is_public(ip_address(text.split("%")[0]))):
            raise AddressRefused(
                _("{0} is an address inside the network, which the site does not reach").format(
                    host
                )
            )
    return Target(host, port, found)


def is_public(address: Address) -> bool:
    """Neither this machine, nor the local net, nor anything reserved; addresses inside addresses count too."""
    inner = _inside(address)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _inside(address: Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address carries: mapped, 6to4, Teredo or NAT64."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    if address in ip_network("64:ff9b::/96") or int(address) >> 32 == 0:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _is_named(host: str, port: int, address: str, allowed: list[str]) -> bool:
    return any(_names(entry.strip().lower(), host, port, address) for entry in allowed)


def _names(entry: str, host: str, port: int, address: str) -> bool:
    if entry.count(":") == 1:
        entry, _colon, number = entry.partition(":")
        if number != str(port):
            return False
    if entry == host:
        return True
    try:
        network = ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        return False
    return ip_address(address.split("%")[0]) in network
