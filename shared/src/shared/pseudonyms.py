"""A name that stands for another: the same for the same person, and of no use to who doesn't hold the secret."""

import hmac
from collections.abc import Callable, Collection, Iterable, Sequence


def pseudonym(name: str, secret: str) -> str:
    """HMAC-SHA256 of the name, in hexadecimal. Services that share the secret know the same person by it."""
    return hmac.digest(secret.encode(), b"pseudonym:" + name.encode(), "sha256").hex()


def complete(
    found: Sequence[set[str]],
    names: Sequence[Collection[str]],
    all_keys: Callable[[], Iterable[str]],
    secret: str,
) -> None:
    """Where nothing was found of somebody, add the keys that their names stand for.

    `found` and `names` are side by side, a person each. Whoever is known is gone through once for all of them, and only
    if there is somebody to look for: a name can't be turned back into its key.
    """
    sought = {
        name: keys for keys, of_person in zip(found, names, strict=True) if not keys for name in of_person
    }
    if sought:
        for key in all_keys():
            if (keys := sought.get(pseudonym(key, secret))) is not None:
                keys.add(key)
