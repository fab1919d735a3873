"""What still goes out to a customer who wants no surveys."""

import pytest

from survey.domain.unsubscribes import withheld


@pytest.mark.parametrize("suppression", ["unsubscribed", "bounced", "complained"])
def test_no_survey_is_sent_to_who_is_suppressed(suppression):
    assert withheld("survey", suppression)


def test_unsubscribing_never_stops_the_reply_to_a_complaint():
    assert not withheld("reply", "unsubscribed")
    assert not withheld("reply", "complained")


def test_nothing_is_sent_where_nothing_arrives():
    assert withheld("reply", "bounced")


def test_everything_is_sent_to_who_is_not_suppressed():
    assert not withheld("survey", None)
    assert not withheld("reply", None)
