"""Mask what is personal in what somebody adds to an item, as it is masked in the item itself."""

from feedback_router.text import personal_data


def masked(text: str, language: str) -> str:
    """The text as teams may see it, with "[email]" and the like."""
    return personal_data.mask(text, personal_data.find(text, language))
