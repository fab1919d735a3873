"""How well near-duplicates are found and themes are gathered, with the code that gathers them.

Near-duplicates: each text of a set beside itself with a typing error, a word more or less, other case, accents or
punctuation, against every other text of the set. Themes: bank customers' questions (banking77, 77 intents), our own
sentences in three languages (voc_tri, eight teams) and questions to a shop (curekart, 28 intents), as they come in by
200 and all at once; normalized mutual information of what is in a theme, and how much is.
"""

import random
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import normalized_mutual_info_score

from feedback_router.domain.tone import as_sentences, calm
from feedback_router.text import encoder, heads, near_duplicates, theme_vectors
from feedback_router.text.grouping import gathered, middles_of, nearest
from feedback_router.text.theme_vectors import COUNTED, ENCODED, Space

SEED = 20261122
MORE = {"en": ("please", "really"), "es": ("por favor", "la verdad"), "pt": ("por favor", "na verdade")}


def duplicates(rows: Sequence[dict[str, Any]]) -> tuple[float, float, float]:
    """Recall, precision and F1 of pairs, in %: found by bands, and then alike."""
    chance = random.Random(SEED)
    texts = list({row["text"]: row["lang"] for row in rows}.items())
    changed = [altered(text, language, chance) for text, language in texts]
    groups = [near_duplicates.letter_groups(text) for text, _ in texts]
    bands = [set(near_duplicates.bands(text)) for text, _ in texts]
    right = wrong = 0
    for place, text in enumerate(changed):
        own, own_bands = near_duplicates.letter_groups(text), set(near_duplicates.bands(text))
        for other, group in enumerate(groups):
            if bands[other] & own_bands and near_duplicates.likeness(own, group) >= near_duplicates.ALIKE:
                right, wrong = right + (other == place), wrong + (other != place)
    recall, precision = right / len(texts), right / max(right + wrong, 1)
    return 100 * recall, 100 * precision, 100 * 2 * recall * precision / (recall + precision)


def altered(text: str, language: str, chance: random.Random) -> str:
    """The text as somebody might send it a second time."""
    words = text.split()
    for _ in range(chance.choice((1, 1, 2))):
        place = chance.randrange(len(words))
        chance.choice(_CHANGES)(words, place, language, chance)
    return " ".join(words)


def _mistype(words: list[str], place: int, _: str, chance: random.Random) -> None:
    word = words[place]
    if len(word) > 3:
        at = chance.randrange(len(word) - 1)
        words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _drop(words: list[str], place: int, _: str, __: random.Random) -> None:
    if len(words) > 6:
        del words[place]


def _add(words: list[str], place: int, language: str, chance: random.Random) -> None:
    words.insert(place, chance.choice(MORE[language]))


def _shout(words: list[str], _: int, __: str, ___: random.Random) -> None:
    words[:] = [word.upper() for word in words]
    words[-1] += "!!!"


def _swap(words: list[str], place: int, _: str, __: random.Random) -> None:
    if len(words) > 6 and place + 1 < len(words):
        words[place], words[place + 1] = words[place + 1], words[place]


def _plain(words: list[str], _: int, __: str, ___: random.Random) -> None:
    words[:] = [
        "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
        for word in words
    ]


_CHANGES: tuple[Callable[[list[str], int, str, random.Random], None], ...] = (
    _mistype,
    _drop,
    _add,
    _shout,
    _swap,
    _plain,
)


def vectors(texts: Sequence[str], *, encoded: bool) -> tuple[NDArray[np.float32], Space]:
    """Texts as the router puts them beside each other."""
    quiet = [calm(text) for text in texts]
    known = encoder.load() if encoded else None
    if known is None:
        return theme_vectors.weighed(quiet, heads.load(with_encoder=False).idf), COUNTED
    return known.encode([as_sentences(text) for text in quiet]), ENCODED


def quality(labels: Sequence[str], found: Sequence[int | None]) -> tuple[float, float, int]:
    """NMI x 100 of what is in a theme, the share that is, in %, and how many themes there are."""
    inside = [row for row, theme in enumerate(found) if theme is not None]
    measure = normalized_mutual_info_score([labels[row] for row in inside], [found[row] for row in inside])
    return 100 * measure, 100 * len(inside) / len(found), len({found[row] for row in inside})


def themes(rows: NDArray[np.float32], space: Space, batch: int) -> list[int | None]:
    """The theme of each as they come in batches; after each, what is on its own is looked at together."""
    found: list[int | None] = [None] * len(rows)
    made = 0
    for begin in range(0, len(rows), batch):
        coming = range(begin, min(begin + batch, len(rows)))
        known = _middles(rows, found)
        for row, theme in zip(coming, nearest(rows[list(coming)], known, space), strict=True):
            found[row] = theme
        alone = [row for row in range(coming.stop) if found[row] is None]
        groups = [[alone[one] for one in group] for group in gathered(rows[alone], space)]
        known = _middles(rows, found)
        joined = (
            nearest(middles_of([rows[group] for group in groups]), known, space, sure=True) if groups else []
        )
        for group, theme in zip(groups, joined, strict=True):
            for row in group:
                found[row] = made if theme is None else theme
            made += theme is None
    return found


def _middles(rows: NDArray[np.float32], found: list[int | None]) -> NDArray[np.float32]:
    of_all = np.array([-1 if theme is None else theme for theme in found])
    count = int(of_all.max()) + 1
    if not count:
        return np.zeros((0, rows.shape[1]), np.float32)
    return middles_of([rows[of_all == theme] for theme in range(count)])
