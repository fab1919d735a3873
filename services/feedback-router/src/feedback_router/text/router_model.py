"""Which team a comment is for, learnt from teams' descriptions and people's corrections. A pure library.

With no correction at all the descriptions decide, by the encoder's similarity, in whatever language they are. Each
correction counts at once as a neighbour, without training. `retrained` fits a linear model on descriptions and all
corrections; corrections that come later go on as neighbours, and none is ever left out of either.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from feedback_router.domain.tone import as_sentences, calm
from feedback_router.text import ngrams

# Up to so many corrections a team the encoder alone is better than with TF-IDF beside it.
FEW = 15
_STRENGTH = 100.0
_STRENGTH_WITH_WORDS = 20.0
# A description weighs as much as so many corrections: it stays heard, and is outvoted.
_DESCRIPTION_WEIGHT = 2.0
_SHARPNESS_OF_DESCRIPTIONS = 12.0
# How much likeness to a description counts beside the linear model; which, the corrections themselves decide.
_DESCRIPTION_SHARES = (0.0, 2.0, 5.0, 10.0, 20.0, 40.0)
_NEIGHBOURS = 5
_NEIGHBOUR_WEIGHT = 0.8
_NEIGHBOUR_SHARPNESS = 25.0
_FOLDS = 3


class Encoding(Protocol):
    """What `text.encoder.Encoder` does."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class Text:
    """A description or a corrected comment of a team; `id` names it in explanations."""

    id: str
    text: str
    team: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Texts as the model sees them: calm, with their vectors (None without the encoder)."""

    texts: tuple[str, ...]
    words: csr_matrix
    vectors: NDArray[np.float32] | None

    def __len__(self) -> int:
        return len(self.texts)


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
    linear: "_Linear | None" = None
    trained_on: int = 0
    temperature: float = 1.0
    description_share: float = _DESCRIPTION_SHARES[1]
    encoder: Encoding | None = field(default=None, repr=False)

    def probabilities(self, rows: Rows) -> NDArray[np.float64]:
        """Calibrated probabilities (n × teams), in the order of `teams`."""
        if not self.teams:
            return np.zeros((len(rows), 0))
        return _softmax(_logs(self._raw(rows)) / self.temperature)

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
        return replace(decision, phrases=self._weighing(rows.texts[0], self.teams.index(decision.team)))

    def rows(self, texts: Sequence[str], vectors: NDArray[np.float32] | None = None) -> Rows:
        """Make texts ready; `vectors` saves the encoding where `pipeline.analyse` has done it."""
        return _rows(texts, self.idf, self.encoder, vectors)

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
            correction_rows=_joined(base.correction_rows, new),
        )

    def retrained(self) -> "RouterModel":
        """The model with a linear part fitted on all descriptions and corrections, and calibrated anew."""
        return _calibrated(self, _out_of_fold(self))

    def trained(self) -> "RouterModel":
        """The same without calibration, in a quarter of the time: for comparing decisions, not confidence."""
        linear = _fit(self, np.arange(len(self.corrections)))
        return replace(self, linear=linear, trained_on=len(self.corrections) if linear else 0)

    def _without_replaced(self, kept: list[int]) -> "RouterModel":
        old = self.correction_rows
        rows = Rows(
            tuple(old.texts[row] for row in kept),
            old.words[kept],
            None if old.vectors is None else old.vectors[kept],
        )
        known = tuple(self.corrections[row] for row in kept)
        return replace(
            self,
            corrections=known,
            correction_rows=rows,
            trained_on=sum(row < self.trained_on for row in kept),
        )

    def _favoured(
        self, shares: NDArray[np.float64], favours: Sequence[Mapping[str, float]] | None
    ) -> NDArray[np.float64]:
        if not any(favours or ()):
            return shares
        odds = np.array([[given.get(team, 0.0) for team in self.teams] for given in favours or ()])
        return _softmax(_logs(shares) + odds)

    def _raw(self, rows: Rows) -> NDArray[np.float64]:
        prior = self._prior(rows)
        # Neighbours are heard for what the linear part does not know yet; all of them while there is none.
        likeness = _likeness(rows, self.correction_rows)
        heard = likeness[:, self.trained_on :]
        if not heard.shape[1]:
            return prior
        votes, strength = self._votes(heard)
        weight = _NEIGHBOUR_WEIGHT * strength[:, None]
        mixed: NDArray[np.float64] = (1 - weight) * prior + weight * votes
        return mixed

    def _prior(self, rows: Rows) -> NDArray[np.float64]:
        described = self._described(rows)
        if self.linear is None:
            return _softmax(described * _SHARPNESS_OF_DESCRIPTIONS)
        return _softmax(_logs(self.linear.shares(rows, self.teams)) + self.description_share * described)

    def _described(self, rows: Rows) -> NDArray[np.float64]:
        """Likeness to the middle of each team's descriptions (n × teams); a team without is as unlike as the least."""
        if not self.descriptions:
            return np.zeros((len(rows), len(self.teams)))
        likeness = _likeness(rows, self.description_rows) @ self._shares_of_descriptions
        return np.where(np.isnan(likeness), np.nanmin(likeness, axis=1, keepdims=True), likeness)

    @cached_property
    def _shares_of_descriptions(self) -> NDArray[np.float64]:
        """What each description counts in its team's middle, a vector of length one (descriptions × teams); NaN for a
        team without one."""
        owners = np.array([self.teams.index(text.team) for text in self.descriptions])
        own = (owners[:, None] == np.arange(len(self.teams))).astype(float)
        among = _likeness(self.description_rows, self.description_rows)
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
        one = Rows(
            (rows.texts[row],), rows.words[[row]], None if rows.vectors is None else rows.vectors[[row]]
        )
        neighbours = self._neighbours(one)
        return Decision(
            team=team,
            confidence=round(float(shares[order[0]]), 4),
            runner_up=runner_up,
            runner_up_confidence=round(float(shares[order[1]]), 4) if runner_up else 0.0,
            phrases=self._shared(one.texts[0], team, neighbours),
            neighbours=neighbours,
        )

    def _neighbours(self, one: Rows) -> tuple[Neighbour, ...]:
        likeness = _likeness(one, self.correction_rows)[0]
        nearest = np.argsort(-likeness, kind="stable")[:3]
        return tuple(
            Neighbour(self.corrections[n].id, self.corrections[n].team, round(float(likeness[n]), 3))
            for n in nearest
            if likeness[n] > 0.3
        )

    def _shared(self, text: str, team: str, neighbours: Sequence[Neighbour]) -> tuple[str, ...]:
        """Up to three words, rarest first, that the team's descriptions or the nearest corrections for it say too."""
        near = {neighbour.id for neighbour in neighbours if neighbour.team == team}
        known = [known.text for known in self.descriptions if known.team == team]
        known += [known.text for known in self.corrections if known.id in near]
        said = {word for other in known for word in ngrams.words_of(calm(other))}
        shared = [word for word in dict.fromkeys(ngrams.words_of(text)) if len(word) > 3 and word in said]
        shared.sort(key=lambda word: -float(self.idf[ngrams.word_place(word)]))
        return tuple(shared[:3])

    def _weighing(self, text: str, team: int) -> tuple[str, ...]:
        """Up to three phrases whose absence would cost the team most."""
        words = text.split()
        spans = [(start, end) for n in (1, 2) for start in range(len(words) - n + 1) for end in [start + n]]
        spans = [span for span in spans if any(len(word) > 3 for word in words[slice(*span)])][:60]
        if not spans:
            return ()
        shortened = [" ".join(words[:start] + words[end:]) for start, end in spans]
        shares = self._raw(self.rows([text, *shortened]))[:, team]
        odds = _logs(shares) - _logs(1 - shares)
        losses = odds[0] - odds[1:]
        chosen: list[tuple[int, int]] = []
        for number in np.argsort(-losses, kind="stable"):
            start, end = spans[number]
            if losses[number] <= 0.05 or len(chosen) == 3:
                break
            if all(end <= other[0] or other[1] <= start for other in chosen):
                chosen.append((start, end))
        return tuple(" ".join(words[start:end]).strip(".,;:?()\"'") for start, end in chosen)


@dataclass(frozen=True, slots=True)
class _Linear:
    """A fitted linear model; a team that came later has no column yet and waits for its neighbours."""

    teams: tuple[str, ...]
    places: NDArray[np.int64] | None
    words: NDArray[np.float32] | None
    vectors: NDArray[np.float32] | None
    bias: NDArray[np.float64]

    def shares(self, rows: Rows, teams: tuple[str, ...]) -> NDArray[np.float64]:
        scores = np.tile(self.bias, (len(rows), 1))
        if self.places is not None and self.words is not None:
            scores = scores + _columns(rows.words, self.places) @ self.words
        if self.vectors is not None and rows.vectors is not None:
            scores = scores + rows.vectors @ self.vectors
        own = _softmax(scores)
        shares = np.zeros((len(rows), len(teams)))
        for column, team in enumerate(self.teams):
            shares[:, teams.index(team)] = own[:, column]
        return shares


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
        description_rows=_rows([text.text for text in descriptions], idf, encoder, None),
        correction_rows=_rows([text.text for text in corrections], idf, encoder, None),
        idf=idf,
        encoder=encoder,
    )


def threshold_for(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], precision: float = 0.9
) -> float | None:
    """The lowest confidence from which on decisions were right often enough, by one standard error; None if none is.

    Take decisions that the model had not been trained on, as `fitted` does.
    """
    order = np.argsort(-confidence, kind="stable")
    taken = np.arange(1, len(order) + 1)
    so_far = np.cumsum(right[order]) / taken
    so_far = so_far - np.sqrt(so_far * (1 - so_far) / taken)
    # Where several decisions are equally sure, the threshold takes all of them or none.
    last_of_its_kind = np.append(np.diff(confidence[order]) != 0, True)
    good = np.flatnonzero((so_far >= precision) & last_of_its_kind)
    return float(confidence[order[good[-1]]]) if len(good) else None


def fitted(model: RouterModel, precision: float = 0.9) -> tuple[RouterModel, float | None]:
    """The model `retrained`, and the threshold from which on its decisions are right often enough: it is found on
    each correction as decided by a model that was trained without it (three folds, fitted once for both).
    """
    held_out = _out_of_fold(model)
    trained = _calibrated(model, held_out)
    return trained, threshold_for(*_decided_out_of_fold(trained, held_out), precision)


@dataclass(frozen=True, slots=True)
class _HeldOut:
    """For each correction the log-probabilities of a model without it, its likeness to descriptions, its team."""

    logs: NDArray[np.float64]
    described: NDArray[np.float64]
    wanted: NDArray[np.int64]


def _decided_out_of_fold(
    model: RouterModel, held_out: _HeldOut
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """How sure the model is of each correction when it was not trained on it, and whether it is right."""
    shares = _softmax((held_out.logs + model.description_share * held_out.described) / model.temperature)
    return shares.max(axis=1), shares.argmax(axis=1) == held_out.wanted


def _out_of_fold(model: RouterModel) -> _HeldOut:
    wanted = np.array([model.teams.index(text.team) for text in model.corrections], np.int64)
    logs = np.zeros((len(wanted), len(model.teams)))
    fold = _folds(wanted)
    for part in range(_FOLDS):
        out = np.flatnonzero(fold == part)
        linear = _fit(model, np.flatnonzero(fold != part))
        if len(out) and linear:
            logs[out] = _logs(linear.shares(_picked(model.correction_rows, out), model.teams))
    return _HeldOut(logs, model._described(model.correction_rows), wanted)


def _folds(wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each team's corrections in stretches as they came: those of one incident are alike, and belong together."""
    fold = np.zeros(len(wanted), np.int64)
    for team in np.unique(wanted):
        own = np.flatnonzero(wanted == team)
        fold[own] = (np.arange(len(own)) * _FOLDS // len(own) + team) % _FOLDS
    return fold


def _calibrated(model: RouterModel, held_out: _HeldOut) -> RouterModel:
    """The model trained, with the temperature (Guo et al. 2017, arXiv 1706.04599) and the descriptions' share that make
    the decisions out of fold likeliest."""
    from scipy.optimize import minimize_scalar  # noqa: PLC0415

    if len(model.corrections) < 2 * len(model.teams):
        return replace(model.trained(), temperature=1.0, description_share=_DESCRIPTION_SHARES[2])
    wanted = held_out.wanted
    # As if one decision more had been any team's: a few corrections that were all right make nobody certain.
    doubt = 1 / (len(wanted) + 1)

    def loss(log_temperature: float, share: float) -> float:
        told = _logs(_softmax((held_out.logs + share * held_out.described) / np.exp(log_temperature)))
        return float(-(1 - doubt) * told[np.arange(len(wanted)), wanted].mean() - doubt * told.mean())

    tried = [
        (minimize_scalar(loss, bounds=(-1.5, 2.5), method="bounded", args=(share,)), share)
        for share in _DESCRIPTION_SHARES
    ]
    best, share = min(tried, key=lambda one: float(one[0].fun))
    return replace(model.trained(), temperature=float(np.exp(best.x)), description_share=share)


def _fit(model: RouterModel, picked: NDArray[np.int64]) -> "_Linear | None":
    """A linear model on all descriptions and the picked corrections; None without two teams to tell apart."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    corrections = _picked(model.correction_rows, picked)
    rows = _joined(model.description_rows, corrections)
    teams = [text.team for text in model.descriptions] + [model.corrections[row].team for row in picked]
    labels = np.array([model.teams.index(team) for team in teams])
    if not len(picked) or len(set(teams)) < 2:
        return None
    with_words = rows.vectors is None or len(picked) > FEW * len(model.teams)
    places = _worthwhile(rows.words) if with_words else np.zeros(0, np.int64)
    blocks = [_columns(rows.words, places)] if with_words else []
    blocks += [csr_matrix(rows.vectors)] if rows.vectors is not None else []
    weights = np.array([_DESCRIPTION_WEIGHT] * len(model.descriptions) + [1.0] * len(picked))
    strength = _STRENGTH_WITH_WORDS if with_words else _STRENGTH
    matrix = hstack(blocks, format="csr") if with_words else rows.vectors
    known = np.unique(labels)
    fitted = LogisticRegression(C=strength, max_iter=200).fit(matrix, np.searchsorted(known, labels), weights)
    coefficients, bias = fitted.coef_.T, fitted.intercept_
    if len(known) == 2:
        coefficients, bias = np.hstack([-coefficients, coefficients]) / 2, np.array([-bias[0], bias[0]]) / 2
    return _Linear(
        tuple(model.teams[label] for label in known),
        places if with_words else None,
        coefficients[: len(places)].astype(np.float32) if with_words else None,
        coefficients[len(places) :].astype(np.float32) if rows.vectors is not None else None,
        bias,
    )


def _worthwhile(words: csr_matrix) -> NDArray[np.int64]:
    """The places of at least two texts: what one text alone has teaches little and costs memory."""
    return np.flatnonzero(np.bincount(words.indices, minlength=words.shape[1]) >= 2)


def _columns(words: csr_matrix, places: NDArray[np.int64]) -> csr_matrix:
    """Those columns of a sparse matrix, without looking at the others."""
    column = np.searchsorted(places, words.indices)
    found = column < len(places)
    found[found] = places[column[found]] == words.indices[found]
    starts = np.concatenate([[0], np.cumsum(found)])[words.indptr]
    return csr_matrix((words.data[found], column[found], starts), shape=(words.shape[0], len(places)))


def _rows(
    texts: Sequence[str],
    idf: NDArray[np.float32],
    encoder: Encoding | None,
    vectors: NDArray[np.float32] | None,
) -> Rows:
    calmed = tuple(calm(text) for text in texts)
    grams = ngrams.weigh(ngrams.count([ngrams.words_of(text) for text in calmed]), idf)
    if encoder is not None and vectors is None:
        vectors = encoder.encode([as_sentences(text) for text in calmed])
    return Rows(calmed, grams.matrix(), vectors)


def _joined(first: Rows, second: Rows) -> Rows:
    from scipy.sparse import vstack  # noqa: PLC0415

    vectors = (first.vectors, second.vectors)
    return Rows(
        first.texts + second.texts,
        vstack([first.words, second.words], format="csr"),
        None if vectors[0] is None or vectors[1] is None else np.vstack([vectors[0], vectors[1]]),
    )


def _picked(rows: Rows, picked: NDArray[np.int64]) -> Rows:
    return Rows(
        tuple(rows.texts[row] for row in picked),
        rows.words[picked],
        None if rows.vectors is None else rows.vectors[picked],
    )


def _likeness(rows: Rows, known: Rows) -> NDArray[np.float64]:
    """Cosine (n × known) of the vectors; of the n-grams where there are none."""
    if rows.vectors is not None and known.vectors is not None:
        return np.asarray(rows.vectors @ known.vectors.T, np.float64)
    return np.asarray((rows.words @ known.words.T).todense(), np.float64)


def _logs(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    logs: NDArray[np.float64] = np.log(np.maximum(shares, 1e-12))
    return logs


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares
