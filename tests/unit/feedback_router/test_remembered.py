"""What was worked out for a word is not worked out again."""

from feedback_router.domain.remembered import Remembered


def test_a_word_is_worked_out_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Remembered(length)
    assert [lengths[word] for word in ("bill", "app", "bill")] == [4, 3, 4]
    assert asked == ["bill", "app"]


def test_all_is_forgotten_when_there_are_too_many() -> None:
    lengths = Remembered(len, most=2)
    assert [lengths[word] for word in ("bill", "app", "parcel", "bill")] == [4, 3, 6, 4]
    assert len(lengths) == 2
