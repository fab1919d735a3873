"""What was worked out for a word, for the next time that it is said: nearly every word has been seen before."""

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

_MOST = 30_000


class Remembered(dict[str, Value]):
    """What a function makes of each word, in half the time of lru_cache; all is forgotten when there are too many.

    Safe in threads: at worst two work out the same.
    """

    def __init__(self, make: Callable[[str], Value], most: int = _MOST) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, word: str) -> Value:
        if len(self) >= self._most:
            self.clear()
        value = self[word] = self._make(word)
        return value
