"""Which addresses of the internet anybody may reach, and which belong to somebody's inside."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# The only part of IPv6 that is given out to the public; what carries IPv4 in itself is elsewhere, or in one of these.
_GIVEN_OUT = ip_network("2000::/3")
_TUNNELS = tuple(map(ip_network, ("2001::/23", "2002::/16", "3fff::/20")))
# Protocols' own (a cloud's metadata among them), relays of tunnels, and a cloud's inside with a public address.
_NOT_FOR_US = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))


def is_public(text: str) -> bool:
    """Whether this address, in figures, is one of the public internet; ValueError when it is none at all.

    Loopback, private, link-local, shared (100.64.0.0/10), multicast, reserved and metadata addresses are not, nor is
    any of them written as IPv6.
    """
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        return is_public(str(address.ipv4_mapped)) if address.ipv4_mapped else _is_public_v6(address)
    return _is_public_v4(address)


def _is_public_v4(address: IPv4Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not any(address in network for network in _NOT_FOR_US)
    )


def _is_public_v6(address: IPv6Address) -> bool:
    return (
        address.scope_id is None
        and address in _GIVEN_OUT
        and address.is_global
        and not any(address in network for network in _TUNNELS)
    )
