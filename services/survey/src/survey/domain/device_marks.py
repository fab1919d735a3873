"""Device marks: whether answers of one day came from the same device and network, and nothing else about either."""

import base64
import hashlib
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

KEY_BYTES = 32
_MARK_BYTES = 9
_LONGEST_AGENT = 1000
# All of a household or an office have the same; a phone keeps it while it moves.
_PREFIX = {4: 24, 6: 48}


def device_mark(key: bytes, address: str, agent: str) -> str | None:
    """72 bits of the network and the browser under a day's key, as 12 characters; None without an address.

    Nobody who has not got the key can tell what it stands for, not even by trying all networks, and marks of two days
    have nothing in common.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return None
    told = f"{_network(found)}\0{agent[:_LONGEST_AGENT]}".encode(errors="replace")
    digest = hashlib.blake2b(told, key=key, digest_size=_MARK_BYTES).digest()
    return base64.urlsafe_b64encode(digest).decode()


def _network(address: IPv4Address | IPv6Address) -> str:
    plain = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network((int(plain), _PREFIX[plain.version]), strict=False))
