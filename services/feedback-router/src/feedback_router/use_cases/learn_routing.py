"""Learn which team a comment is for, from the teams' descriptions and from what people corrected.

A correction counts from the next comment on, in every process: each looks into the database, which is cheap, whether
there is something new. What was learnt is only ever a copy of what is kept there.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from threading import Lock

from psycopg import Connection

from feedback_router.domain.corrections import Correction
from feedback_router.domain.rules import RuleBook
from feedback_router.store import corrections, rules
from feedback_router.store.corrections import Mark
from feedback_router.text import router_model
from feedback_router.text.pipeline import Pipeline
from feedback_router.text.router_model import RouterModel, Text

# From descriptions alone, decisions were right nine times in ten where the best of eight teams was so many times as
# likely as the others on average: a confidence of 0.45. Of two teams one always has half.
_UNTRAINED_ODDS = 5.7
# Fitting pays from so many corrections on, and again when there are a fifth more.
_FIRST_TRAINING = 30
_MORE = 1.2
_PRECISION = 0.9


@dataclass(frozen=True)
class Learnt:
    """A model with what it knows: the version of the rules, and up to where the corrections.

    Decisions are taken from `threshold` on; None when no confidence has proved to be enough.
    """

    model: RouterModel
    rules_version: int
    mark: Mark
    threshold: float | None


# By database: a process serves one, save in tests.
_learnt: dict[str, Learnt] = {}
_lock = Lock()


def learnt(connection: Connection, book: RuleBook, pipeline: Pipeline) -> Learnt | None:
    """What is known now, None while there are no two teams to tell apart. What is new is learnt, without fitting."""
    if sum(team.key != book.triage for team in book.teams) < 2:
        return None
    with _lock:
        name = _database(connection)
        mark, known = corrections.mark(connection), _learnt.get(name)
        if known is None or known.rules_version != book.version or _was_erased(connection, known.mark):
            model = router_model.build(
                list(_descriptions(book)),
                _texts(corrections.after(connection, 0), book),
                pipeline.encoder,
                pipeline.idf,
            )
            others = len(model.teams) - 1
            known = Learnt(model, book.version, mark, _UNTRAINED_ODDS / (_UNTRAINED_ODDS + others))
        elif known.mark != mark:
            model = known.model
            for text in _texts(corrections.after(connection, known.mark.newest), book):
                model = model.corrected(text)
            known = replace(known, model=model, mark=mark)
        _learnt[name] = known
        return known


def learn_routing(read: Callable[[], AbstractContextManager[Connection]], pipeline: Pipeline) -> None:
    """Learn what is new and, when it has become enough, fit the model anew; outside of any transaction, since that
    takes seconds."""
    with read() as connection:
        known = learnt(connection, rules.in_force(connection).book, pipeline)
        name = _database(connection)
    if known is None or len(known.model.corrections) < max(_FIRST_TRAINING, _MORE * known.model.trained_on):
        return
    model = known.model.retrained()
    threshold = router_model.threshold_for(*router_model.held_out_decisions(model), _PRECISION)
    with _lock:
        # What others have learnt in the meantime is not put back: it is learnt again from the database.
        if _learnt.get(name) is known:
            _learnt[name] = replace(known, model=model, threshold=threshold)


def _database(connection: Connection) -> str:
    """Which database this is, among those that a process may serve."""
    return f"{connection.info.host}:{connection.info.port}/{connection.info.dbname}"


def _was_erased(connection: Connection, mark: Mark) -> bool:
    """Whether something that was learnt must be forgotten."""
    return corrections.count_up_to(connection, mark.newest) != mark.count


def _descriptions(book: RuleBook) -> Iterator[Text]:
    """What each team says of itself, in every language, with its keywords; triage wants nothing."""
    for team in book.teams:
        if team.key == book.triage:
            continue
        for number, said in enumerate((team.description, *(more.text for more in team.descriptions))):
            yield Text(f"{team.key}:{number}", f"{team.name}. {said}", team.key)
        if team.keywords:
            yield Text(f"{team.key}:keywords", ", ".join(team.keywords), team.key)


def _texts(known: list[Correction], book: RuleBook) -> list[Text]:
    """The last word on each item, as far as its team is still there; triage is no answer to learn."""
    teams = {team.key for team in book.teams} - {book.triage}
    last = {correction.feedback_id: correction for correction in known}
    return [
        Text(str(correction.feedback_id), correction.text, correction.to_team)
        for correction in last.values()
        if correction.to_team in teams
    ]
