"""What went wrong at the demo company yesterday: since the app was renewed, invoices can't be opened in it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

_SAID = (
    ("es", "Desde la actualización, la aplicación no abre las facturas."),
    ("es", "No puedo abrir la factura en la aplicación desde la actualización."),
    ("en", "Since the update the app does not open my invoices."),
    ("es", "La aplicación nueva no me deja abrir las facturas."),
    ("pt", "Desde a atualização, o aplicativo não abre as faturas."),
    ("en", "I can't open the invoice in the app since the update."),
    ("es", "Desde la última actualización la aplicación no abre ninguna factura."),
    ("pt", "Não consigo abrir a fatura no aplicativo desde a atualização."),
    ("en", "The app does not open any invoice since the last update."),
    ("es", "Con la actualización, la aplicación dejó de abrir las facturas."),
)
_EVERY = timedelta(hours=2)


def customers() -> list[dict[str, str]]:
    """Those who complain, with an address, so that each can be asked whether it was fixed."""
    return [
        {"key": f"c-{1500 + number}", "email": f"customer-{1500 + number}@example.com", "language": language}
        for number, (language, _) in enumerate(_SAID)
    ]


def complaints(now: datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    """Survey and row, as `history.responses` has them; one every two hours, the last of them just now."""
    for number, (language, comment) in enumerate(_SAID):
        yield (
            "after-support",
            {
                "id": f"demo-incident-{number}",
                "submitted_at": (now - number * _EVERY).isoformat(),
                "language": language,
                "customer_key": f"c-{1500 + number}",
                "journey": "complain",
                "stage": "resolve",
                "owner": "support",
                "channel": "web",
                "segment": "home",
                "answers": {"effort": 3, "resolved": "not_yet", "recommend": 4, "comment": comment},
            },
        )
