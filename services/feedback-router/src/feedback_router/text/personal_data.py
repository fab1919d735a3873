"""What a comment tells of a person: where it stands, and the comment with each replaced by its kind.

Numbers count by their checksum; names only after phrases that announce one ("my name is", "atentamente"). A name in
the middle of a sentence stays: the person praised or blamed may be one of ours, and a list of names finds too little.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

import phonenumbers
import phonenumbers.re_util
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType
from stdnum import iban, luhn

from feedback_router.domain.plain import Plain
from feedback_router.domain.understanding import PersonalData
from feedback_router.text import addresses, names, national_ids

# Which countries' numbers a language may write without the country's prefix, likeliest first.
_REGIONS = {
    "es": ("ES", "MX", "CO", "AR", "CL", "PE", "UY", "EC"),
    "en": ("US", "GB"),
    "pt": ("BR", "PT"),
}
_IMPERSONAL_NUMBERS = (PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST)

# Patterns of so many countries do not fit into the cache of `re`, which would compile them again and again.
phonenumbers.re_util.enable_pattern_cache()

_DIGIT = re.compile(r"\d")
# Nearly every comment has fewer, and then none of the patterns needs to be tried.
_FEWEST_DIGITS = {"ip": 4, "national_id": 6, "phone": 7, "iban": 8, "card": 13}
_MAY_HOLD = re.compile(r"\d{2}|@|[ÁÉÍÓÚÂÊÔÃÕÇA-Z]")
# No address is longer before its @: without an end, a page of letters would be read from each of them on.
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\"'¿¡]{1,254}@[^\W_](?:[\w-]*\w)?(?:\.[^\W_][\w-]*)*\.[^\W\d_]{2,}", re.UNICODE
)
_IP = re.compile(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w]|\.\d)")
_RELEASE = re.compile(r"(?:\bv(?:ers[ãi]?[oó]?n?)?|\bversão|\brelease|\bbuild)\W{0,2}$", re.IGNORECASE)
_IBAN_START = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?=[ -]?[A-Z\d])", re.IGNORECASE)
_CARD = re.compile(r"(?<![\w+.])(?<!\d[ -])\d(?:[ -]?\d){12,18}(?![\w])(?![ -]?\d)")
_CARD_BRAND = re.compile(r"4|5[0-8]|2[2-7]|3[0-9]|6[0-9]")
_PHONE = re.compile(
    r"(?<![\w/.,#-])(?<!\d )(?:\+|00)?(?:\(\d{1,4}\)|\d)(?:[ .-]{0,2}(?:\(\d{1,4}\)|\d)){6,14}(?![\w/]|[.,-]\d)"
)
_DATE = re.compile(r"^(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})\b")
_CALL = re.compile(
    r"(?:tel|phone|tlf|tfno|m[óo]vil|mobile|cell?\b|celular|whats|wsp|fone|zap|call|ring|text me|ll[áa]m|lig(?:u|a)"
    r"|contact"
    r"|n[úu]mero es|number is|n[úu]mero é|reach me)",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"(?:order|pedido|ticket|reference|referencia|ref|invoice|factura|fatura|nota fiscal|tracking|seguimiento|rastreio"
    r"|account|cuenta|conta|contract|contrat[oa]?|p[óo]liza|case|caso|protocolo|serie|serial|c[óo]digo|code|n[°º]|#"
    r"|booking|reserva|caso|expediente|r\$|[$€£])\W{0,3}(?:(?:es|is|é|no|number|n[úu]mero|de)\W{1,3})*$",
    re.IGNORECASE,
)
# "My id is", ", card" and the like, where they do no more than announce a number: who lists who they are tells nothing
# of what happened. In "you charged my card 4…" the card is part of the sentence, and stays.
_LABELLED = frozenset({"national_id", "card", "iban"})
_LONGEST_LABEL = 100
_LABEL = re.compile(
    r"(?:^|[.,;:!?()\n–-]|\b(?:y|e|and))\s*(?:(?:mi|my|meu|minha|el|la|o|a|the|con|with|com)\s+){0,2}"
    r"(?:(?:n[úu]mero|number|n[°º.])\s+(?:de\s+|of\s+)?)?"
    r"(?:dni|nie|nif|cif|cpf|cnpj|rg|rfc|curp|rut|run|cuit|cuil|c[ée]dula|id|passport|documento|identidad|identidade"
    r"|tarjeta|card|cart[ãa]o|visa|mastercard|iban|cuenta|account|conta)"
    r"(?:\s+(?:es|is|é|number|n[úu]mero|n[°º.]|de|la|el|o|a|the|card)){0,3}\s*[:#=]?\s*$",
    re.IGNORECASE,
)


def find(text: str, language: str = "other", seen: Plain | None = None) -> tuple[PersonalData, ...]:
    """Everything personal in a text, in its order, without overlaps: where two claim a place, the longer has it.

    `seen` is what is known of a text in plain ASCII.
    """
    if seen and not _may_be_in(text, seen):
        return ()
    if not _MAY_HOLD.search(text) and not names.is_announced(text):
        return ()
    claims = [PersonalData(kind, start, end) for kind, (start, end) in _claims(text, language, seen)]
    claims.sort(key=lambda claim: (claim.start - claim.end, claim.start))
    kept: list[PersonalData] = []
    for claim in claims:
        if all(claim.end <= other.start or other.end <= claim.start for other in kept):
            kept.append(claim)
    return tuple(sorted(kept, key=lambda claim: claim.start))


def read_ahead() -> None:
    """Load what is known of the countries' telephone numbers, which else waits for the first number of each."""
    for language, regions in _REGIONS.items():
        for example in filter(None, map(phonenumbers.example_number, regions)):
            for form in (PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL):
                find(f"{phonenumbers.format_number(example, form)}, 555 123 4567", language)


def mask(text: str, found: Collection[PersonalData]) -> str:
    """The text with "[email]" and the like in the place of what is personal."""
    return _replaced(text, found, lambda kind: f"[{kind}]")


def without(text: str, found: Collection[PersonalData]) -> str:
    """The text as the models read it: what is personal tells them nothing, nor does what only announces it."""
    return _replaced(text, list(_with_labels(text, found)), lambda _: " ")


def _with_labels(text: str, found: Iterable[PersonalData]) -> Iterator[PersonalData]:
    """The same places, each from where its number is announced."""
    end = 0
    for claim in found:
        begin = max(end, claim.start - _LONGEST_LABEL)
        label = _LABEL.search(text[begin : claim.start]) if claim.kind in _LABELLED else None
        yield replace(claim, start=begin + label.start()) if label else claim
        end = claim.end


def _may_be_in(text: str, seen: Plain) -> bool:
    """Whether a text in plain ASCII may hold anything personal: nearly always a few signs tell that it doesn't."""
    if names.may_be_in(seen) or ("@" in text and _is_within_a_word(text)):
        return True
    return seen.has_digits and (_digits(text) >= _FEWEST_DIGITS["ip"] or addresses.may_be_in(seen))


def _digits(text: str) -> int:
    return len(_DIGIT.findall(text))


def _replaced(text: str, found: Collection[PersonalData], by: Callable[[str], str]) -> str:
    if not found:
        return text
    parts = []
    position = 0
    for claim in found:
        parts += [text[position : claim.start], by(claim.kind)]
        position = claim.end
    return "".join([*parts, text[position:]])


def _claims(text: str, language: str, seen: Plain | None) -> Iterator[tuple[str, tuple[int, int]]]:
    if "@" in text and _is_within_a_word(text):
        yield from (("email", _without_stop(found)) for found in _EMAIL.finditer(text))
    digits = 0 if seen and not seen.has_digits else _digits(text)
    if digits >= _FEWEST_DIGITS["ip"]:
        yield from (
            ("ip", found.span()) for found in _IP.finditer(text) if not _RELEASE.search(text[: found.start()])
        )
    if digits >= _FEWEST_DIGITS["iban"]:
        yield from (("iban", span) for span in _ibans(text))
    if digits >= _FEWEST_DIGITS["card"]:
        yield from (("card", found.span()) for found in _CARD.finditer(text) if _is_card(found[0]))
    if digits >= _FEWEST_DIGITS["national_id"]:
        yield from (("national_id", span) for span in national_ids.find(text))
    if digits >= _FEWEST_DIGITS["phone"]:
        yield from (("phone", span) for span in _phones(text, language))
    if digits:
        yield from (("address", span) for span in addresses.find(text, seen))
    if not seen or names.may_be_in(seen):
        yield from (("name", span) for span in names.find(text))


def _is_within_a_word(text: str) -> bool:
    """Whether an @ has something before it, as it has in an email address and not in a handle."""
    # Most handles have a plain space before them.
    if text.count("@") == text.count(" @") + text.startswith("@"):
        return False
    return any(before and not before[-1].isspace() for before in text.split("@")[:-1])


def _without_stop(found: re.Match[str]) -> tuple[int, int]:
    return found.start(), found.start() + len(found[0].rstrip("."))


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for found in _IBAN_START.finditer(text):
        # As long as its country's are: what follows is the next word.
        compact = ""
        for position in range(found.start(), min(len(text), found.start() + 48)):
            char = text[position]
            if char.isascii() and char.isalnum():
                compact += char
            elif char not in " -":
                break
            if len(compact) >= 15 and iban.is_valid(compact, check_country=False):
                if not text[position + 1 : position + 2].isalnum():
                    yield found.start(), position + 1
                break


def _is_card(written: str) -> bool:
    digits = "".join(filter(str.isdigit, written))
    return bool(_CARD_BRAND.match(digits) and luhn.is_valid(digits) and len(set(digits)) > 2)


def _phones(text: str, language: str) -> Iterator[tuple[int, int]]:
    for found in _PHONE.finditer(text):
        written = found[0]
        before = text[max(0, found.start() - 45) : found.start()]
        if _DATE.match(written) or _OTHER_NUMBER.search(before):
            continue
        announced = _CALL.search(before)
        international = written.startswith(("+", "00"))
        grouped = re.search(r"\d[ ).-]+\(?\d", written) or written.startswith("(")
        if (international or announced or grouped) and _is_phone(written, language, sure=bool(announced)):
            yield found.span()


def _is_phone(written: str, language: str, *, sure: bool) -> bool:
    if written.startswith(("+", "00")):
        return _is_valid("+" + re.sub(r"^(?:\+|00)", "", written), None)
    elsewhere = (region for name, regions in _REGIONS.items() if name != language for region in regions)
    regions = (*_REGIONS.get(language, ()), *(elsewhere if sure or language == "other" else ()))
    return any(_is_valid(written, region) for region in regions)


def _is_valid(written: str, region: str | None) -> bool:
    try:
        number = phonenumbers.parse(written, region)
    except NumberParseException:
        return False
    return (
        phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) not in _IMPERSONAL_NUMBERS
    )
