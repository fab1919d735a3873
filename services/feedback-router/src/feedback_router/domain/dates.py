"""Dates as people say them, on the clock of their place."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
}
_SAID = {
    "en": "{day} {number} {month}",
    "es": "{day} {number} de {month}",
    "pt": "{day}, {number} de {month}",
}


def spoken(moment: datetime, time_zone: str, language: str) -> str:
    """Such as "Tuesday 24 November, 15:00": a date that is near, so that the year goes without saying."""
    there = moment.astimezone(ZoneInfo(time_zone))
    return f"{spoken_day(there, language)}, {there:%H:%M}"


def spoken_day(day: date, language: str) -> str:
    """Such as "Tuesday 24 November"."""
    return _SAID[language].format(
        day=_DAYS[language].split()[day.weekday()],
        number=day.day,
        month=_MONTHS[language].split()[day.month - 1],
    )
