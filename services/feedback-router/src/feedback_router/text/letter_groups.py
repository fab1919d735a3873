"""The groups of letters within words, as CRC-32 of their bytes: of many words in one go, without a loop over groups.

A CRC is linear: that of "abc" is that of three zero bytes, XOR what each letter adds by its distance from the end. So a
table for each distance is enough to work out all groups of a length side by side.
"""

from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

LENGTHS = (2, 3, 4, 5)

_ZEROS = [crc32(bytes(length)) for length in range(max(LENGTHS) + 1)]
# What a byte adds with so many bytes behind it.
_ADDS = [
    np.array([crc32(bytes([byte]) + bytes(behind)) ^ _ZEROS[behind + 1] for byte in range(256)], np.uint32)
    for behind in range(max(LENGTHS))
]
_NUMBER = np.uint64(32)


def codes_of(words: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The codes of each word's distinct groups of letters, one word after the other, and how many each has.

    A word begins and ends with a space.
    """
    # The number of its word stands before each code, so that one sorting keeps words apart and finds what is double.
    marked = np.sort(np.concatenate([*_of_ascii(words), _of_others(words)]))
    found = marked[np.append(True, marked[1:] != marked[:-1])]
    counts = np.bincount((found >> _NUMBER).astype(np.int64), minlength=len(words))
    return found.astype(np.uint32), counts


def _of_ascii(words: Sequence[str]) -> Iterator[NDArray[np.uint64]]:
    """Of the words of which each letter is a byte."""
    plain = [number for number, word in enumerate(words) if word.isascii()]
    written = [f" {words[number]} " for number in plain]
    letters = np.frombuffer("".join(written).encode("ascii"), np.uint8)
    owners = np.repeat(np.array(plain, np.uint64), list(map(len, written))) << _NUMBER
    for length in LENGTHS:
        count = max(len(letters) - length + 1, 0)
        codes = np.full(count, _ZEROS[length], np.uint32)
        for place in range(length):
            codes ^= _ADDS[length - 1 - place][letters[place : place + count]]
        within = owners[:count] == owners[len(owners) - count :]
        yield owners[:count][within] | codes[within]


def _of_others(words: Sequence[str]) -> NDArray[np.uint64]:
    """Of the words whose letters take several bytes."""
    return np.array(
        [
            number << 32 | crc32(padded[first : first + length].encode("utf-8", "replace"))
            for number, word in enumerate(words)
            if not word.isascii()
            for padded in [f" {word} "]
            for length in LENGTHS
            for first in range(len(padded) - length + 1)
        ],
        np.uint64,
    )
