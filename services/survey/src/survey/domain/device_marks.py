"""Device marks: whether answers of one day came from the same device and network, and nothing else about either."""

import base64
import hashlib
from ipaddress import IPv4Address, IPv6Address, ip_address

KEY_BYTES = 32
_MARK_BYTES = 9
_LONGEST_AGENT = 1000
# What is left of an address without these bits is the same for all of a household or an office, and for a phone while
# it moves: a network of 24 bits, and of 48.
_OWN_BITS = {4: 8, 6: 80}


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
    return f"{plain.version}:{int(plain) >> _OWN_BITS[plain.version]:x}"
