"""Sealing a short text that must wait in a table: of no use to who holds the table and not the secret.

Encrypt-then-MAC from HMAC-SHA-256 alone: a keystream of HMACs of a counter (as in NIST SP 800-108, counter mode) and a
tag over what it hid. A name must never be used for two texts.
"""

import hmac
from itertools import count, islice

_BLOCK, _TAG = 32, 16


def seal(text: str, name: bytes, secret: str) -> bytes:
    """The sealed text; `name` says whose it is, and is needed to open it."""
    hidden = _mixed(text.encode(), name, secret)
    return _tag(hidden, name, secret) + hidden


def unseal(sealed: bytes, name: bytes, secret: str) -> str | None:
    """The text; None when it was sealed under another name or secret, or is not whole."""
    tag, hidden = sealed[:_TAG], sealed[_TAG:]
    if not hmac.compare_digest(tag, _tag(hidden, name, secret)):
        return None
    return _mixed(hidden, name, secret).decode()


def _mixed(data: bytes, name: bytes, secret: str) -> bytes:
    key = _key(b"hide", secret)
    blocks = (hmac.digest(key, number.to_bytes(4, "big") + name, "sha256") for number in count())
    stream = b"".join(islice(blocks, -(-len(data) // _BLOCK)))
    return bytes(one ^ other for one, other in zip(data, stream, strict=False))


def _tag(hidden: bytes, name: bytes, secret: str) -> bytes:
    message = len(name).to_bytes(4, "big") + name + hidden
    return hmac.digest(_key(b"tag", secret), message, "sha256")[:_TAG]


def _key(purpose: bytes, secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"sealed:" + purpose, "sha256")
