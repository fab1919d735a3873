"""Training: the linear part of a model, its calibration, and from which confidence on it may decide alone."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from feedback_router.text.routing import linear
from feedback_router.text.routing.linear import Linear
from feedback_router.text.routing.model import DESCRIPTION_SHARES, RouterModel
from feedback_router.text.shares import logs_of, softmax

# Up to so many corrections a team the encoder alone is better than with TF-IDF beside it.
_FEW = 15
# A description weighs as much as so many corrections: it stays heard, and is outvoted.
_DESCRIPTION_WEIGHT = 2.0
_FOLDS = 3


def retrained(model: RouterModel) -> RouterModel:
    """The model with a linear part fitted on all descriptions and corrections, and calibrated anew."""
    return _calibrated(model, _out_of_fold(model))


def trained(model: RouterModel) -> RouterModel:
    """The same without calibration, in a quarter of the time: for comparing decisions, not confidence."""
    fitted_on_all = _fit(model, np.arange(len(model.corrections)))
    return replace(model, linear=fitted_on_all, trained_on=len(model.corrections) if fitted_on_all else 0)


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
    calibrated = _calibrated(model, held_out)
    return calibrated, threshold_for(*_decided_out_of_fold(calibrated, held_out), precision)


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
    shares = softmax((held_out.logs + model.description_share * held_out.described) / model.temperature)
    return shares.max(axis=1), shares.argmax(axis=1) == held_out.wanted


def _out_of_fold(model: RouterModel) -> _HeldOut:
    wanted = np.array([model.teams.index(text.team) for text in model.corrections], np.int64)
    logs = np.zeros((len(wanted), len(model.teams)))
    fold = _folds(wanted)
    for part in range(_FOLDS):
        out = np.flatnonzero(fold == part)
        others = _fit(model, np.flatnonzero(fold != part))
        if len(out) and others:
            logs[out] = logs_of(others.shares(model.correction_rows.picked(out), model.teams))
    return _HeldOut(logs, model.described(model.correction_rows), wanted)


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
        return replace(trained(model), temperature=1.0, description_share=DESCRIPTION_SHARES[2])
    wanted = held_out.wanted
    # As if one decision more had been any team's: a few corrections that were all right make nobody certain.
    doubt = 1 / (len(wanted) + 1)

    def loss(log_temperature: float, share: float) -> float:
        told = logs_of(softmax((held_out.logs + share * held_out.described) / np.exp(log_temperature)))
        return float(-(1 - doubt) * told[np.arange(len(wanted)), wanted].mean() - doubt * told.mean())

    tried = [
        (minimize_scalar(loss, bounds=(-1.5, 2.5), method="bounded", args=(share,)), share)
        for share in DESCRIPTION_SHARES
    ]
    best, share = min(tried, key=lambda one: float(one[0].fun))
    return replace(trained(model), temperature=float(np.exp(best.x)), description_share=share)


def _fit(model: RouterModel, picked: NDArray[np.int64]) -> Linear | None:
    """A linear model on all descriptions and the picked corrections; None without two teams to tell apart."""
    teams = [text.team for text in model.descriptions] + [model.corrections[row].team for row in picked]
    if not len(picked) or len(set(teams)) < 2:
        return None
    rows = model.description_rows.followed_by(model.correction_rows.picked(picked))
    labels = np.array([model.teams.index(team) for team in teams])
    weights = np.array([_DESCRIPTION_WEIGHT] * len(model.descriptions) + [1.0] * len(picked))
    with_words = rows.vectors is None or len(picked) > _FEW * len(model.teams)
    return linear.fit(rows, labels, weights, model.teams, with_words=with_words)
