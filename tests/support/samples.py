"""A survey, a trigger and touchpoints that many tests use; the people in them are always the same."""

from typing import Any

AFTER_SUPPORT: dict[str, Any] = {
    "key": "after-support",
    "kind": "transactional",
    "languages": ["en", "es", "pt"],
    "title": {"en": "Your contact with us", "es": "Tu contacto con nosotros", "pt": "O seu contato conosco"},
    "questions": [
        {
            "key": "recommend",
            "type": "nps",
            "text": {
                "en": "How likely are you to recommend us?",
                "es": "¿Qué probabilidad hay de que nos recomiendes?",
                "pt": "Qual a probabilidade de você nos recomendar?",
            },
        },
        {
            "key": "effort",
            "type": "ces",
            "text": {
                "en": "We made it easy to solve your problem.",
                "es": "Te lo pusimos fácil.",
                "pt": "Facilitamos a solução.",
            },
        },
        {
            "key": "satisfied",
            "type": "csat",
            "text": {
                "en": "How satisfied are you?",
                "es": "¿Qué tan satisfecho estás?",
                "pt": "Está satisfeito?",
            },
        },
        {
            "key": "resolved",
            "type": "choice",
            "text": {"en": "Was it solved?", "es": "¿Se resolvió?", "pt": "Foi resolvido?"},
            "options": [
                {"key": "yes", "text": {"en": "Yes", "es": "Sí", "pt": "Sim"}},
                {"key": "no", "text": {"en": "No", "es": "No", "pt": "Não"}},
            ],
        },
        {
            "key": "comment",
            "type": "text",
            "text": {
                "en": "What should we know?",
                "es": "¿Qué deberíamos saber?",
                "pt": "O que devemos saber?",
            },
        },
    ],
}

AFTER_SUPPORT_BY_LINK: dict[str, Any] = {
    "key": "after-support-by-link",
    "touchpoint": "support.case.closed",
    "survey": "after-support",
    "via": "link",
    "where": {"channel": "phone"},
}

AFTER_SUPPORT_BY_EMAIL: dict[str, Any] = {
    "key": "after-support-by-email",
    "touchpoint": "support.case.closed",
    "survey": "after-support",
    "via": "email",
    "where": {"channel": "web"},
}


def case_closed(number: int, *, channel: str = "phone", **customer: str) -> dict[str, Any]:
    """A touchpoint: a case of Ana's was closed."""
    return {
        "specversion": "1.0",
        "id": f"case-{number}",
        "source": "/crm",
        "type": "support.case.closed",
        "time": "2026-11-20T10:00:00Z",
        "data": {
            "customer": {"key": "ana", "email": "ana@example.com", "language": "es", **customer},
            "journey": "complain",
            "stage": "resolve",
            "channel": channel,
            "owner": "support",
            "attributes": {"minutes": 12},
        },
    }
