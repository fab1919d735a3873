"""What a customer who wants no more surveys, or can't be reached, still gets."""

from typing import Literal

Purpose = Literal["survey", "reply"]


def withheld(purpose: Purpose, suppression: str | None) -> bool:
    """Whether a message is not sent, given why a customer is suppressed (None: is not).

    Who complained about the company is owed the reply: nothing but a dead address stops that.
    """
    if purpose == "reply":
        return suppression == "bounced"
    return suppression is not None
