"""A name that stands for another: the same for the same person, and of no use to who doesn't hold the secret."""

import hmac


def pseudonym(name: str, secret: str) -> str:
    """HMAC-SHA256 of the name, in hexadecimal. Services that share the secret know the same person by it."""
    return hmac.digest(secret.encode(), b"pseudonym:" + name.encode(), "sha256").hex()
