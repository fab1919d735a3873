"""A theme is called by what it says and others don't, in each of its languages."""

from feedback_router.text.theme_names import Others, Said, name_of, phrases_by_language

OTHERS = Others([Said("El técnico no vino", "es"), Said("The technician never came", "en")] * 5)
LATE = [
    Said("La factura no llega por correo", "es"),
    Said("Otra vez no llega la factura", "es"),
    Said("No llega la factura, y el técnico no vino", "es"),
    Said("The bill never arrives", "en"),
    Said("My bill never arrives by mail", "en"),
]


def test_it_is_called_by_its_own_phrases_in_the_language_that_most_of_it_is_in():
    found = phrases_by_language(LATE, OTHERS)
    assert list(found) == ["es", "en"]
    assert found["es"][0] == "llega la factura"
    assert found["en"][0] == "bill never arrives"
    assert name_of(found).startswith("llega la factura")


def test_what_others_say_as_well_weighs_less():
    found = phrases_by_language(
        [Said("Cable caro del técnico", "es")] * 2 + [Said("Cable caro", "es")], OTHERS
    )
    assert found["es"][0].startswith("cable caro")


def test_what_is_said_once_names_nothing():
    assert phrases_by_language([Said("La factura de Ana", "es"), Said("El cable", "es")], OTHERS) == {}


def test_a_masked_place_and_little_words_name_nothing():
    assert phrases_by_language([Said("[email] y de la [phone]", "es")] * 3, OTHERS) == {}


def test_without_comments_there_is_no_name():
    assert name_of(phrases_by_language([], OTHERS)) == ""


def test_what_the_theme_itself_says_does_not_count_as_said_by_others():
    assert phrases_by_language(LATE, Others([*LATE, *LATE])) == phrases_by_language(LATE, Others([]))
