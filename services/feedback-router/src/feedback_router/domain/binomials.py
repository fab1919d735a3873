"""The tail of the binomial distribution, exactly, by logarithms: nothing overflows, however many there are."""

from math import exp, lgamma, log, log1p


def at_least(successes: int, trials: int, share: float) -> float:
    """P(X >= successes) for X ~ Bin(trials, share)."""
    if successes <= 0 or share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    logs = (
        log_choices(trials, k) + k * log(share) + (trials - k) * log1p(-share)
        for k in range(successes, trials + 1)
    )
    return min(sum(map(exp, logs)), 1.0)


def log_choices(n: int, k: int) -> float:
    """The logarithm of n over k."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
