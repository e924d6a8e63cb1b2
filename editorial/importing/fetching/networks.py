"""Which addresses belong to the public internet.

`ipaddress.is_global` is not enough: it says yes to multicast and to most ways of writing an IPv4
address inside an IPv6 one. Sources: IANA's registries of special-purpose addresses,
https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

__all__ = ["Address", "is_public"]

Address = IPv4Address | IPv6Address

_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by a provider's customers
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # looks public, is Azure's machine room
        "169.254.0.0/16",  # link-local; clouds keep their metadata there
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and the broadcast address
    )
)
# Mapped, NAT64, unique local, link-local, site-local, multicast addresses lie outside of this.
_UNICAST_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # the 6bone, given back
        "3fff::/20",  # documentation
    )
)


def is_public(address: Address) -> bool:
    """Whether a page of a stranger may live there."""
    if isinstance(address, IPv4Address):
        special = any(address in network for network in _NOT_PUBLIC_4)
    else:
        special = (
            address.scope_id is not None
            or address not in _UNICAST_6
            or any(address in network for network in _NOT_PUBLIC_6)
        )
    # Both must agree: a newer Python may know of a registry entry that is younger than this file.
    return address.is_global and not special
