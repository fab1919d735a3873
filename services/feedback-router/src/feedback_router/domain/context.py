"""Where a comment comes from: the snapshot taken when the customer was invited."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """One answer on a scale, such as 2 of 10 for `nps`."""

    measure: str
    value: int
    out_of: int


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about a comment beside its words; None where nobody said.

    `touchpoint` is the type of what the customer was asked after, `product` what that was about.
    """

    survey: str
    journey: str | None = None
    stage: str | None = None
    channel: str | None = None
    owner: str | None = None
    segment: str | None = None
    touchpoint: str | None = None
    product: str | None = None
    kind: str | None = None
    severity: int = 0
    topics: tuple[str, ...] = ()
    scores: tuple[Score, ...] = ()

    def places(self) -> dict[str, str | None]:
        """The value of each thing that a rule can ask for by name."""
        return {
            "survey": self.survey,
            "journey": self.journey,
            "stage": self.stage,
            "channel": self.channel,
            "owner": self.owner,
            "segment": self.segment,
            "touchpoint": self.touchpoint,
            "product": self.product,
            "kind": self.kind,
        }
