"""Words that our own sentences say more than once are known before the first comment comes."""

from feedback_router.text import reading_ahead


def test_what_is_said_often_is_read_ahead_language_by_language() -> None:
    texts = [set(text.split()) for text in reading_ahead._often_said()]
    assert all(
        len(words) == len(text.split())
        for words, text in zip(texts, reading_ahead._often_said(), strict=True)
    )
    assert any("waiting" in words for words in texts)
    assert not any({"waiting", "pero"} <= words for words in texts)
