"""Which addresses a webhook may lead to."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_router.domain.addresses import is_public

INSIDE = """
    0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
    192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
    168.63.129.16 :: ::1 ::10.0.0.1 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:a9fe:a9fe 64:ff9b::a00:1
    64:ff9b:1::1 100::1 2001:0:a00:1:: 2001:db8::1 2002:a00:1:: 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1
    fe80::1%eth0 fec0::1 ff02::1 ff0e::1 2606:4700::1%eth0
"""


@pytest.mark.parametrize("address", INSIDE.split())
def test_what_is_inside_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "::ffff:8.8.8.8", "2606:4700:4700::1111"])
def test_what_everybody_can_reach_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0x7f000001", "2130706433", "[::1]"])
def test_what_is_not_an_address_in_figures_is_an_error_and_never_public(text):
    with pytest.raises(ValueError, match=r"does not appear to be|Expected|not permitted"):
        is_public(text)


@given(st.integers(0, 2**32 - 1))
def test_an_address_is_as_public_in_ipv6_as_in_ipv4(number):
    plain = IPv4Address(number)
    mapped = IPv6Address((0xFFFF << 32) + number)
    assert is_public(str(mapped)) == is_public(str(plain))
    assert not is_public(str(IPv6Address((0x0064FF9B << 96) + number)))
    assert not is_public(str(IPv6Address((0x2002 << 112) + (number << 80))))
