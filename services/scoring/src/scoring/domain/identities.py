"""Identities: several keys that are one person, joined and parted again."""

from collections.abc import Collection, Iterable


def people(joins: Iterable[Collection[str]]) -> dict[str, str]:
    """Who each joined key is: the first key, by the alphabet, of all that are joined to it, directly or not."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while leader.setdefault(key, key) != key:
            key = leader[key]
        return key

    for keys in joins:
        first = min(map(find, keys))
        for key in keys:
            leader[find(key)] = first
    return {key: find(key) for key in leader}
