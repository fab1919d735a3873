"""Languages in which a survey can be written. Where the service speaks none, a survey brings the words."""

# A language is offered under its own name.
NAMES = {
    "ar": "العربية",
    "ca": "Català",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "eu": "Euskara",
    "fa": "فارسی",
    "fr": "Français",
    "gl": "Galego",
    "he": "עברית",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "qu": "Runasimi",
    "ro": "Română",
    "ru": "Русский",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "zh": "中文",
}
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def direction(language: str) -> str:
    """Which way it is written: ltr or rtl."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"
