"""Compare two selections of answers, or several slices with all others or with the period before."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from psycopg import Connection

from scoring.domain import scales
from scoring.domain.breakdowns import Group, SliceValues
from scoring.domain.companions import Pair
from scoring.domain.comparisons import Differing, Judged, difference, judged
from scoring.domain.estimates import Hidden, Measured
from scoring.domain.scales import Scale
from scoring.domain.scores import headline
from scoring.domain.selections import Selection
from scoring.domain.tallies import ZERO, Tally
from scoring.use_cases.find_companions import Companions
from scoring.use_cases.measure_scores import find_groups, refuse_unknown, shown_groups

REST, BEFORE = "rest", "before"


class NotComparableError(ValueError):
    """The two sides can't be compared; `field` names what to change, and the message says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group against another. `of_many` comparisons were made and corrected together."""

    kind: str | None
    scale: Scale
    option: str | None
    slice: SliceValues
    first: Measured
    second: Measured
    judged: Judged | None
    of_many: int


# What stands beside the first and beside the second of a comparison.
BesideBoth = Callable[[Comparison], tuple[Pair, Pair]]


def compare_selections(
    connection: Connection, measure: str, first: Selection, second: Selection
) -> list[Comparison]:
    """One comparison a kind of survey, definition and option that both have answers of.

    Raises NotComparableError when an answer could be on both sides, when the two have no definition in common, or when
    they are periods of different versions of a survey.
    """
    for selection in (first, second):
        refuse_unknown(connection, measure, selection, ())
    if not _disjoint(first, second):
        raise NotComparableError(
            "second",
            "The same answer could be on both sides; let the two differ in a filter or in their days.",
        )
    if not _same_days(first, second):
        _refuse_versions(connection, measure, first, second)
    before, after = (
        {group.meaning: group for group in shown_groups(connection, measure, selection, ())}
        for selection in (first, second)
    )
    common = sorted(before.keys() & after.keys())
    if not common and before and after:
        names = " and ".join(sorted({" ".join(filter(None, meaning)) for meaning in (*before, *after)}))
        raise NotComparableError(
            "measure", f"The two sides were measured differently and are never pooled: {names}."
        )
    return [
        _compared([(before[meaning].tally, after[meaning])], {meaning: after[meaning]})[0]
        for meaning in common
    ]


def compare_many(
    connection: Connection, measure: str, selection: Selection, by: Sequence[str], against: str
) -> list[Comparison]:
    """Each slice against all others, or against itself in as many days before, corrected together (Holm).

    A slice that a breakdown would hide is hidden here too.
    """
    refuse_unknown(connection, measure, selection, by)
    groups = find_groups(connection, measure, selection, by)
    shown = _places(shown_groups(connection, measure, selection, by))
    if against == BEFORE:
        earlier = period_before(selection)
        _refuse_versions(connection, measure, earlier, selection)
        tallies = _places(shown_groups(connection, measure, earlier, by))
    found: list[Comparison] = []
    by_meaning = attrgetter("meaning")
    for meaning, members in groupby(sorted(groups, key=by_meaning), key=by_meaning):
        pooled = list(members)
        total = sum((group.tally for group in pooled), start=ZERO)
        pairs = []
        for group in pooled:
            place = (meaning, tuple(group.slice.items()))
            other = total - group.tally if against == REST else tallies.get(place, ZERO)
            pairs.append((other, group) if shown[place].n else (ZERO, group._replace(tally=ZERO)))
        found.extend(_compared(pairs, {meaning: pooled[0]}))
    return found


def companions_of_selections(
    connection: Connection, measure: str, first: Selection, second: Selection, *, now: datetime
) -> BesideBoth:
    """What stands beside both of two selections that were compared."""
    before, after = (Companions(connection, measure, side, (), now) for side in (first, second))
    return lambda item: (before.beside(item.kind, item.slice), after.beside(item.kind, item.slice))


def companions_of_many(
    connection: Connection,
    measure: str,
    selection: Selection,
    by: Sequence[str],
    against: str,
    *,
    now: datetime,
) -> BesideBoth:
    """What stands beside each slice and beside what it was compared with."""
    these = Companions(connection, measure, selection, by, now)
    if against == REST:
        return lambda item: (
            these.beside_others(item.kind, item.slice),
            these.beside(item.kind, item.slice),
        )
    earlier = Companions(connection, measure, period_before(selection), by, now)
    return lambda item: (earlier.beside(item.kind, item.slice), these.beside(item.kind, item.slice))


def period_before(selection: Selection) -> Selection:
    """As many days, right before. NotComparableError when the selection has no first and last day."""
    first, last = selection.first_day, selection.last_day
    if first is None or last is None:
        raise NotComparableError(
            "from" if first is None else "to", "Say which days to compare with those before."
        )
    days = last - first + timedelta(days=1)
    if first - date.min < days:
        raise NotComparableError("from", "There is no such time before.")
    return replace(selection, first_day=first - days, last_day=first - timedelta(days=1))


def _compared(
    pairs: Sequence[tuple[Tally, Group]], like: Mapping[tuple[str, str, str], Group]
) -> list[Comparison]:
    ((_, example),) = like.items()
    scale = scales.of(example.definition)
    differences: list[Differing] = [difference(scale, other, group.tally) for other, group in pairs]
    of_many = sum(found.shown for found in differences)
    comparisons = []
    for (other, group), verdict in zip(pairs, judged(differences, scale), strict=True):
        sides: tuple[Measured, Measured] = (Hidden(), Hidden())
        if verdict:
            sides = headline(scale, other), headline(scale, group.tally)
        comparisons.append(
            Comparison(group.kind, scale, group.option, group.slice, *sides, judged=verdict, of_many=of_many)
        )
    return comparisons


def _places(groups: Iterable[Group]) -> dict[tuple[tuple[str, str, str], tuple[object, ...]], Tally]:
    return {(group.meaning, tuple(group.slice.items())): group.tally for group in groups}


def _disjoint(first: Selection, second: Selection) -> bool:
    pairs = [(getattr(first, name), getattr(second, name)) for name in ("version", "question", "kind")]
    if any(one is not None and other is not None and one != other for one, other in pairs):
        return True
    return (
        first.slice.is_apart_from(second.slice) or _ends_before(first, second) or _ends_before(second, first)
    )


def _ends_before(first: Selection, second: Selection) -> bool:
    return bool(first.last_day and second.first_day and first.last_day < second.first_day)


def _same_days(first: Selection, second: Selection) -> bool:
    return (first.first_day, first.last_day) == (second.first_day, second.last_day)


def _refuse_versions(connection: Connection, measure: str, first: Selection, second: Selection) -> None:
    if measure == "resolved_share":
        return  # no version is known of feedback
    before, after = (
        _versions(find_groups(connection, measure, selection, ("survey", "version")))
        for selection in (first, second)
    )
    for survey in sorted(before.keys() & after.keys()):
        if before[survey] != after[survey]:
            raise NotComparableError(
                "version",
                f"Versions of a survey are never compared over time. {survey} was asked in {_words(before[survey])}"
                f" before and in {_words(after[survey])} then: name one version, or leave the survey out.",
            )


def _versions(groups: Iterable[Group]) -> dict[str, set[int]]:
    versions: defaultdict[str, set[int]] = defaultdict(set)
    for group in groups:
        versions[str(group.slice["survey"])].add(int(str(group.slice["version"])))
    return versions


def _words(versions: set[int]) -> str:
    return f"version{'s' if len(versions) > 1 else ''} {', '.join(map(str, sorted(versions)))}"
