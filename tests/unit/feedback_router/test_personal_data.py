"""What a comment tells of a person is found by checksum or by the phrase that announces it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.ar import cuit
from stdnum.br import cnpj, cpf
from stdnum.cl import rut
from stdnum.es import dni
from stdnum.iso7064 import mod_97_10
from stdnum.mx import curp

from feedback_router.text.personal_data import find, mask, without

DIGITS = "0123456789"


def digits(length: int) -> st.SearchStrategy[str]:
    # No number of people is one digit repeated.
    return st.text(DIGITS, min_size=length, max_size=length).filter(lambda text: len(set(text)) > 3)


def cards() -> st.SearchStrategy[str]:
    return digits(14).map(lambda rest: "4" + rest + luhn.calc_check_digit("4" + rest))


def ibans() -> st.SearchStrategy[str]:
    return digits(20).map(lambda rest: "ES" + mod_97_10.calc_check_digits(rest + "ES") + rest)


def dnis() -> st.SearchStrategy[str]:
    return digits(8).map(lambda body: body + dni.calc_check_digit(body))


def cpfs() -> st.SearchStrategy[str]:
    return (
        digits(9).map(lambda body: body + cpf._calc_check_digits(body)).filter(cpf.is_valid).map(cpf.format)
    )


def cnpjs() -> st.SearchStrategy[str]:
    return (
        digits(8)
        .map(lambda body: body + "0001")
        .map(lambda body: body + cnpj.calc_check_digits(body))
        .map(cnpj.format)
    )


def ruts() -> st.SearchStrategy[str]:
    return (
        digits(7).map(lambda body: "1" + body).map(lambda body: rut.format(body + rut.calc_check_digit(body)))
    )


def cuits() -> st.SearchStrategy[str]:
    numbers = digits(8).map(lambda body: "20" + body)
    return numbers.map(lambda body: body + cuit.calc_check_digit(body)).filter(cuit.is_valid).map(cuit.format)


def curps() -> st.SearchStrategy[str]:
    bodies = st.integers(1, 9).map(lambda day: f"GOMC86010{day}HDFRRL0")
    return bodies.map(lambda body: body + curp.calc_check_digit(body)).filter(curp.is_valid)


NUMBERS = [
    ("card", cards()),
    ("iban", ibans()),
    ("national_id", dnis()),
    ("national_id", cpfs()),
    ("national_id", cnpjs()),
    ("national_id", ruts()),
    ("national_id", cuits()),
    ("national_id", curps()),
]


@given(st.sampled_from(NUMBERS).flatmap(lambda n: st.tuples(st.just(n[0]), n[1])))
def test_a_number_whose_checksum_holds_is_masked(number: tuple[str, str]) -> None:
    kind, written = number
    text = f"Hola, es {written} y nadie contesta"
    assert mask(text, find(text, "es")) == f"Hola, es [{kind}] y nadie contesta"


@given(st.sampled_from(NUMBERS).flatmap(lambda n: st.tuples(st.just(n[0]), n[1])), st.data())
def test_with_one_digit_changed_it_is_not(number: tuple[str, str], data: st.DataObject) -> None:
    kind, written = number
    places = [place for place, char in enumerate(written) if char.isdigit()]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([digit for digit in DIGITS if digit != written[place]]))
    changed = written[:place] + other + written[place + 1 :]
    # A changed number may by chance be another country's, whose checksum holds.
    assume(not any(country.is_valid(changed) for country in (dni, cpf, cnpj, rut, cuit, curp)))
    assert kind not in {found.kind for found in find(f"Hola, es {changed} y nadie contesta", "es")}


@pytest.mark.parametrize(
    ("text", "masked", "language"),
    [
        ("escríbanme a ana.perez@example.com.", "escríbanme a [email].", "es"),
        ("Call me on +44 20 7946 0958 please", "Call me on [phone] please", "en"),
        ("Llámame al 612 345 678", "Llámame al [phone]", "es"),
        ("Meu celular é (11) 98765-4321", "Meu celular é [phone]", "pt"),
        ("Me llamo Ana María Pérez y nadie llama", "Me llamo [name] y nadie llama", "es"),
        ("me llamo ana perez", "me llamo [name]", "es"),
        ("My name is Bruno and I wait", "My name is [name] and I wait", "en"),
        ("Meu nome é Carla Souza, esperando", "Meu nome é [name], esperando", "pt"),
        ("Nobody came. Kind regards, Ana Smith", "Nobody came. Kind regards, [name]", "en"),
        ("I live at 12 Oak Street, Bristol BS1 4ND and wait", "I live at [address] and wait", "en"),
        ("logged in from 203.0.113.7 and blocked", "logged in from [ip] and blocked", "en"),
        ("mi cédula 1710034065 no la aceptan", "mi cédula [national_id] no la aceptan", "es"),
    ],
)
def test_what_is_personal_is_masked(text: str, masked: str, language: str) -> None:
    assert mask(text, find(text, language)) == masked


@pytest.mark.parametrize(
    "text",
    [
        "Order 4500128834 came on 12/03/2024 at 18:30 for $1,250.00",
        "El pedido 7781234567 no llegó",
        "Version 10.2.3.4 crashes",
        "Thanks to Marta at the counter, 10/10",
        "I am Very happy",
        "soy cliente desde 2010",
        "Waited 45 minutes, then 30 more, 3 days in a row",
    ],
)
def test_ordinary_numbers_and_names_of_staff_stay(text: str) -> None:
    assert find(text, "en") == ()


def test_models_read_neither_the_data_nor_its_label() -> None:
    text = "Soy Ana Gómez, mi correo es ana@example.com"
    assert without(text, find(text, "es")).split() == ["Soy", ",", "mi", "correo", "es"]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mi DNI es 12345678Z, tarjeta 4539578763621486, IBAN ES9121000418450200051332.", "."),
        ("My card number is 4539578763621486 and the id 12345678Z: it is wrong", ": it is wrong"),
        ("Cobraram errado. CPF: 529.982.247-25", "Cobraram errado"),
        # Part of what happened.
        ("You charged my card 4539578763621486 twice", "You charged my card   twice"),
        ("Me robaron la tarjeta 4539578763621486", "Me robaron la tarjeta"),
    ],
)
def test_models_read_no_label_that_only_announces_a_number(text: str, left: str) -> None:
    assert without(text, find(text, "es")).strip() == left


@given(st.text(), st.sampled_from(["es", "en", "pt", "other"]))
def test_spans_are_in_order_and_never_overlap(text: str, language: str) -> None:
    position = 0
    for found in find(text, language):
        assert position <= found.start < found.end <= len(text)
        position = found.end
