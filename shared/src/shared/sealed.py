"""Sealing a short text that must wait in a table: of no use to who holds the table and not the secret."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


def seal(text: str, name: bytes, secret: str) -> bytes:
    """The sealed text (AES-256-GCM); `name` says whose it is, and is needed to open it."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(secret).encrypt(nonce, text.encode(), name)


def unseal(sealed: bytes, name: bytes, secret: str) -> str | None:
    """The text; None when it was sealed under another name or secret, or is not whole."""
    try:
        return _cipher(secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], name).decode()
    except (InvalidTag, ValueError):  # what is too short to be sealed is a value that AESGCM does not take
        return None


def _cipher(secret: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"escucha: sealed").derive(secret.encode()))
