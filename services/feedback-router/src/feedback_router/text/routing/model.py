"""The model: teams, and what is known of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from feedback_router.text.routing import phrases
from feedback_router.text.routing.linear import Linear
from feedback_router.text.routing.rows import Encoding, Rows, Text, read_rows
from feedback_router.text.shares import logs_of, softmax

# How much likeness to a description counts beside the linear model; which, the corrections themselves decide.
DESCRIPTION_SHARES = (0.0, 2.0, 5.0, 10.0, 20.0, 40.0)
_SHARPNESS_OF_DESCRIPTIONS = 12.0
_NEIGHBOURS = 5
_NEIGHBOUR_WEIGHT = 0.8
_NEIGHBOUR_SHARPNESS = 25.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A past correction, and how like the comment it is, from 0 to 1."""

    id: str
    team: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Decision:
    """The team with its calibrated probability, the runner-up, and why."""

    team: str
    confidence: float
    runner_up: str | None
    runner_up_confidence: float
    phrases: tuple[str, ...]
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True)
class RouterModel:
    """Teams and what is known of them. Immutable: learning gives a new one."""

    teams: tuple[str, ...]
    descriptions: tuple[Text, ...]
    corrections: tuple[Text, ...]
    description_rows: Rows
    correction_rows: Rows
    idf: NDArray[np.float32]
    linear: Linear | None = None
    trained_on: int = 0
    temperature: float = 1.0
    description_share: float = DESCRIPTION_SHARES[1]
    encoder: Encoding | None = field(default=None, repr=False)

    def probabilities(self, rows: Rows) -> NDArray[np.float64]:
        """Calibrated probabilities (n × teams), in the order of `teams`."""
        if not self.teams:
            return np.zeros((len(rows), 0))
        return softmax(logs_of(self._raw(rows)) / self.temperature)

    def decide(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32] | None = None,
        favours: Sequence[Mapping[str, float]] | None = None,
    ) -> list[Decision]:
        """A decision for each text. There must be a team. `favours` are log odds by team that come on top, for each.

        The phrases are the words that the text has in common with what is known of the team; `explain` finds those that
        weighed without being the same, which takes longer than all the rest. `vectors` saves the encoding where
        `pipeline.analyse` has done it.
        """
        rows = self.rows(texts, vectors)
        shares = self._favoured(self.probabilities(rows), favours)
        return [self._decided(rows, row, own) for row, own in enumerate(shares)]

    def explain(
        self, text: str, vector: NDArray[np.float32] | None = None, favours: Mapping[str, float] | None = None
    ) -> Decision:
        """The decision for one text, with the phrases that weighed."""
        rows = self.rows([text], None if vector is None else vector[None, :])
        shares = self._favoured(self.probabilities(rows), [favours or {}])
        decision = self._decided(rows, 0, shares[0])
        team = self.teams.index(decision.team)
        weighing = phrases.weighing(rows.texts[0], lambda texts: self._raw(self.rows(texts))[:, team])
        return replace(decision, phrases=weighing)

    def rows(self, texts: Sequence[str], vectors: NDArray[np.float32] | None = None) -> Rows:
        """Make texts ready; `vectors` saves the encoding where `pipeline.analyse` has done it."""
        return read_rows(texts, self.idf, self.encoder, vectors)

    def corrected(self, correction: Text, vector: NDArray[np.float32] | None = None) -> "RouterModel":
        """The model that knows this correction too, at once and without training.

        A second correction of the same item takes the place of the first.
        """
        kept = [number for number, known in enumerate(self.corrections) if known.id != correction.id]
        base = self if len(kept) == len(self.corrections) else self._without_replaced(kept)
        new = base.rows([correction.text], vector)
        teams = base.teams if correction.team in base.teams else (*base.teams, correction.team)
        return replace(
            base,
            teams=teams,
            corrections=(*base.corrections, correction),
            correction_rows=base.correction_rows.followed_by(new),
        )

    def _without_replaced(self, kept: list[int]) -> "RouterModel":
        return replace(
            self,
            corrections=tuple(self.corrections[row] for row in kept),
            correction_rows=self.correction_rows.picked(kept),
            trained_on=sum(row < self.trained_on for row in kept),
        )

    def _favoured(
        self, shares: NDArray[np.float64], favours: Sequence[Mapping[str, float]] | None
    ) -> NDArray[np.float64]:
        if not any(favours or ()):
            return shares
        odds = np.array([[given.get(team, 0.0) for team in self.teams] for given in favours or ()])
        return softmax(logs_of(shares) + odds)

    def _raw(self, rows: Rows) -> NDArray[np.float64]:
        prior = self._prior(rows)
        # Neighbours are heard for what the linear part does not know yet; all of them while there is none.
        likeness = rows.likeness(self.correction_rows)
        heard = likeness[:, self.trained_on :]
        if not heard.shape[1]:
            return prior
        votes, strength = self._votes(heard)
        weight = _NEIGHBOUR_WEIGHT * strength[:, None]
        mixed: NDArray[np.float64] = (1 - weight) * prior + weight * votes
        return mixed

    def _prior(self, rows: Rows) -> NDArray[np.float64]:
        described = self.described(rows)
        if self.linear is None:
            return softmax(described * _SHARPNESS_OF_DESCRIPTIONS)
        return softmax(logs_of(self.linear.shares(rows, self.teams)) + self.description_share * described)

    def described(self, rows: Rows) -> NDArray[np.float64]:
        """Likeness to the middle of each team's descriptions (n × teams); a team without is as unlike as the least."""
        if not self.descriptions:
            return np.zeros((len(rows), len(self.teams)))
        likeness = rows.likeness(self.description_rows) @ self._shares_of_descriptions
        return np.where(np.isnan(likeness), np.nanmin(likeness, axis=1, keepdims=True), likeness)

    @cached_property
    def _shares_of_descriptions(self) -> NDArray[np.float64]:
        """What each description counts in its team's middle, a vector of length one (descriptions × teams); NaN for a
        team without one."""
        owners = np.array([self.teams.index(text.team) for text in self.descriptions])
        own = (owners[:, None] == np.arange(len(self.teams))).astype(float)
        among = self.description_rows.likeness(self.description_rows)
        # Descriptions without a word have no length, and are like nothing.
        lengths = np.sqrt(np.maximum(np.einsum("dt,de,et->t", own, among, own), 1e-12))
        shares: NDArray[np.float64] = own / np.where(own.any(axis=0), lengths, np.nan)
        return shares

    def _votes(self, likeness: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The nearest corrections' teams by likeness, and how near the nearest is, from 0 to 1."""
        teams = np.array([self.teams.index(text.team) for text in self.corrections[self.trained_on :]])
        count = min(_NEIGHBOURS, likeness.shape[1])
        nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :count]
        near = np.take_along_axis(likeness, nearest, axis=1)
        votes = np.zeros((len(likeness), len(self.teams)))
        pull = np.exp(_NEIGHBOUR_SHARPNESS * (near - near[:, :1]))
        for row in range(len(likeness)):
            np.add.at(votes[row], teams[nearest[row]], pull[row])
        return votes / votes.sum(axis=1, keepdims=True), np.clip((near[:, 0] - 0.3) / 0.4, 0, 1)

    def _decided(self, rows: Rows, row: int, shares: NDArray[np.float64]) -> Decision:
        order = np.argsort(-shares, kind="stable")
        team = self.teams[order[0]]
        runner_up = self.teams[order[1]] if len(order) > 1 else None
        one = rows.picked([row])
        neighbours = self._neighbours(one)
        return Decision(
            team=team,
            confidence=round(float(shares[order[0]]), 4),
            runner_up=runner_up,
            runner_up_confidence=round(float(shares[order[1]]), 4) if runner_up else 0.0,
            phrases=phrases.shared(one.texts[0], self._said_for(team, neighbours), self.idf),
            neighbours=neighbours,
        )

    def _neighbours(self, one: Rows) -> tuple[Neighbour, ...]:
        likeness = one.likeness(self.correction_rows)[0]
        nearest = np.argsort(-likeness, kind="stable")[:3]
        return tuple(
            Neighbour(self.corrections[n].id, self.corrections[n].team, round(float(likeness[n]), 3))
            for n in nearest
            if likeness[n] > 0.3
        )

    def _said_for(self, team: str, neighbours: Sequence[Neighbour]) -> list[str]:
        """What a team's descriptions say, and the nearest corrections that were for it."""
        near = {neighbour.id for neighbour in neighbours if neighbour.team == team}
        said = [known.text for known in self.descriptions if known.team == team]
        return said + [known.text for known in self.corrections if known.id in near]


def build(
    descriptions: Sequence[Text],
    corrections: Sequence[Text],
    encoder: Encoding | None,
    idf: NDArray[np.float32],
) -> RouterModel:
    """A model that knows these descriptions and corrections, not yet trained.

    `idf` is that of the package's weights (`heads.load`). Teams come in the order of their descriptions.
    """
    teams = tuple(dict.fromkeys(text.team for text in (*descriptions, *corrections)))
    return RouterModel(
        teams=teams,
        descriptions=tuple(descriptions),
        corrections=tuple(corrections),
        description_rows=read_rows([text.text for text in descriptions], idf, encoder),
        correction_rows=read_rows([text.text for text in corrections], idf, encoder),
        idf=idf,
        encoder=encoder,
    )
