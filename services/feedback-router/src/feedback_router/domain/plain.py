"""A text in plain ASCII, cut into words once for all who read it: nearly every English text is one."""

from typing import NamedTuple

from feedback_router.domain.folding import fold_all, written_words


class Plain(NamedTuple):
    """The text in lower case, its folded words, whether folding changed one of them ("sooo"), and whether a digit is
    among them."""

    lower: str
    words: list[str]
    is_stretched: bool
    has_digits: bool


def plain_or_none(text: str) -> Plain | None:
    """The text if it is plain ASCII; None if it holds anything else."""
    if not text.isascii():
        return None
    lower = text.lower()
    written = written_words(lower)
    words = fold_all(written)
    letters = "".join(words)
    return Plain(lower, words, words != written, bool(letters) and not letters.isalpha())
