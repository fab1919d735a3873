"""The model: teams, and what is known of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import starmap

import numpy as np
from numpy.typing import NDArray

from feedback_router.text.routing import phrases
from feedback_router.text.routing.linear import Linear
from feedback_router.text.routing.rows import Reader, Rows, Text
from feedback_router.text.shares import logs_of, softmax

# How much likeness to a description counts beside the linear model; which, the corrections themselves decide.
DESCRIPTION_SHARES = (0.0, 2.0, 5.0, 10.0, 20.0, 40.0)
_SHARPNESS_OF_DESCRIPTIONS = 12.0
_NEIGHBOURS = 5
# A decision tells of so many corrections, if they are so like it.
_TOLD, _ALIKE = 3, 0.3
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
    reader: Reader = field(repr=False)
    linear: Linear | None = None
    trained_on: int = 0
    temperature: float = 1.0
    description_share: float = DESCRIPTION_SHARES[1]

    def probabilities(self, rows: Rows) -> NDArray[np.float64]:
        """Calibrated probabilities (n × teams), in the order of `teams`."""
        return self._calibrated(rows, rows.likeness(self.correction_rows))

    def decide(self, rows: Rows, favours: Sequence[Mapping[str, float]] | None = None) -> list[Decision]:
        """A decision for each text. There must be a team. `favours` are log odds by team that come on top, for each.

        The phrases are the words that the text has in common with what is known of the team; `explain` finds those that
        weighed without being the same, which takes longer than all the rest.
        """
        likeness = rows.likeness(self.correction_rows)
        shares = self._favoured(self._calibrated(rows, likeness), favours)
        best = np.argsort(-shares, axis=1, kind="stable")[:, :2]
        sure = np.take_along_axis(shares, best, axis=1)
        columns = (rows.said, best.tolist(), sure.tolist(), self._neighbours(likeness))
        return list(starmap(self._decided, zip(*columns, strict=True)))

    def explain(self, row: Rows, favours: Mapping[str, float] | None = None) -> Decision:
        """The decision for one text, with the phrases that weighed."""
        (decision,) = self.decide(row, [favours or {}])
        team = self.teams.index(decision.team)

        def share_of(texts: Sequence[str]) -> NDArray[np.float64]:
            rows = self.rows(texts)
            return self._raw(rows, rows.likeness(self.correction_rows))[:, team]

        return replace(decision, phrases=phrases.weighing(row.texts[0], share_of))

    def rows(self, texts: Sequence[str]) -> Rows:
        """Make texts ready that nobody has read yet."""
        return self.reader.rows(texts)

    def corrected(self, correction: Text) -> "RouterModel":
        """The model that knows this correction too, at once and without training.

        A second correction of the same item takes the place of the first.
        """
        kept = [number for number, known in enumerate(self.corrections) if known.id != correction.id]
        base = self if len(kept) == len(self.corrections) else self._without_replaced(kept)
        new = base.rows([correction.text])
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

    def _calibrated(self, rows: Rows, likeness: NDArray[np.float64]) -> NDArray[np.float64]:
        if not self.teams:
            return np.zeros((len(rows), 0))
        return softmax(logs_of(self._raw(rows, likeness)) / self.temperature)

    def _raw(self, rows: Rows, likeness: NDArray[np.float64]) -> NDArray[np.float64]:
        """Shares as they come, given how like the texts are to each correction."""
        prior = self._prior(rows)
        # Neighbours are heard for what the linear part does not know yet; all of them while there is none.
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
        likeness = (
            self.reader.centred(rows).likeness(self._centred_descriptions) @ self._shares_of_descriptions
        )
        return np.where(np.isnan(likeness), np.nanmin(likeness, axis=1, keepdims=True), likeness)

    @cached_property
    def _centred_descriptions(self) -> Rows:
        return self.reader.centred(self.description_rows)

    @cached_property
    def _shares_of_descriptions(self) -> NDArray[np.float64]:
        """What each description counts in its team's middle, a vector of length one (descriptions × teams); NaN for a
        team without one."""
        owners = np.array([self.teams.index(text.team) for text in self.descriptions])
        own = (owners[:, None] == np.arange(len(self.teams))).astype(float)
        among = self._centred_descriptions.likeness(self._centred_descriptions)
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
        np.add.at(votes, (np.arange(len(votes))[:, None], teams[nearest]), pull)
        return votes / votes.sum(axis=1, keepdims=True), np.clip((near[:, 0] - 0.3) / 0.4, 0, 1)

    def _decided(
        self, said: list[str], best: list[int], sure: list[float], neighbours: tuple[Neighbour, ...]
    ) -> Decision:
        """The decision for a text of these words, given the two best teams and how sure each is."""
        team = self.teams[best[0]]
        known = self._said_by_teams.get(team, frozenset())
        for neighbour in neighbours:
            if neighbour.team == team:
                known = known.union(self._said_in_correction[neighbour.id])
        return Decision(
            team=team,
            confidence=round(sure[0], 4),
            runner_up=self.teams[best[1]] if len(best) > 1 else None,
            runner_up_confidence=round(sure[1], 4) if len(best) > 1 else 0.0,
            phrases=phrases.shared(said, known, self.reader.idf),
            neighbours=neighbours,
        )

    def _neighbours(self, likeness: NDArray[np.float64]) -> list[tuple[Neighbour, ...]]:
        """For each text the corrections that are most like it, the most alike first."""
        found: list[tuple[Neighbour, ...]] = [()] * len(likeness)
        some = np.flatnonzero(likeness.max(axis=1, initial=0.0) > _ALIKE)
        nearest = np.argsort(-likeness[some], axis=1, kind="stable")[:, :_TOLD]
        near = np.take_along_axis(likeness[some], nearest, axis=1)
        for row, numbers, alike in zip(some.tolist(), nearest.tolist(), near.tolist(), strict=True):
            found[row] = tuple(
                Neighbour(self.corrections[number].id, self.corrections[number].team, round(how, 3))
                for number, how in zip(numbers, alike, strict=True)
                if how > _ALIKE
            )
        return found

    @cached_property
    def _said_by_teams(self) -> dict[str, frozenset[str]]:
        """The words of each team's descriptions."""
        said: defaultdict[str, set[str]] = defaultdict(set)
        for text, words in zip(self.descriptions, self.description_rows.said, strict=True):
            said[text.team].update(words)
        return {team: frozenset(words) for team, words in said.items()}

    @cached_property
    def _said_in_correction(self) -> dict[str, list[str]]:
        """The words of each correction, by its id."""
        ids = (correction.id for correction in self.corrections)
        return dict(zip(ids, self.correction_rows.said, strict=True))


def build(
    descriptions: Sequence[Text],
    corrections: Sequence[Text],
    reader: Reader,
) -> RouterModel:
    """A model that knows these descriptions and corrections, not yet trained.

    Teams come in the order of their descriptions.
    """
    teams = tuple(dict.fromkeys(text.team for text in (*descriptions, *corrections)))
    return RouterModel(
        teams=teams,
        descriptions=tuple(descriptions),
        corrections=tuple(corrections),
        description_rows=reader.rows([text.text for text in descriptions]),
        correction_rows=reader.rows([text.text for text in corrections]),
        reader=reader,
    )
