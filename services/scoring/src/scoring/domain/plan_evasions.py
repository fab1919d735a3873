"""What looks as if it kept to the rules for plans and gets round them."""

from collections.abc import Iterator
from fractions import Fraction

from scoring.domain.plans import Person, Plan, plain
from scoring.domain.problems import Problem


def evasions(plan: Plan) -> Iterator[Problem]:
    """Every one of them. Plans that were approved before are paid all the same: these are no `problems()`."""
    yield from _twice_in_the_plan(plan)
    for person in plan.people:
        yield from _paid_twice(plan, person)
    yield from _never_broken(plan)


def _twice_in_the_plan(plan: Plan) -> Iterator[Problem]:
    for index, person in enumerate(plan.people):
        if plain(person.name) in {plain(earlier.name) for earlier in plan.people[:index]}:
            yield Problem(f"people.{index}.name", f"{person.name} is in the plan already, written otherwise.")


def _paid_twice(plan: Plan, person: Person) -> Iterator[Problem]:
    """A line of everybody's and one of a person's unit may come to the same answers."""
    measures = [line.measure_for(person) for line in plan.lines]
    for index, measure in enumerate(measures):
        if measure in measures[:index]:
            yield Problem(
                f"lines.{index}.measure",
                f"In the unit of {person.name} line {measures.index(measure)} already pays for this.",
            )
    for index, guardrail in enumerate(plan.guardrails):
        if guardrail.measure in measures:
            yield Problem(
                f"guardrails.{index}.measure",
                f"In the unit of {person.name} line {measures.index(guardrail.measure)} pays for this;"
                " it guards nothing.",
            )


def _never_broken(plan: Plan) -> Iterator[Problem]:
    for index, guardrail in enumerate(plan.guardrails):
        measure = guardrail.measure.measure
        worst = measure.range[0 if measure.direction.sign > 0 else 1]
        if Fraction(guardrail.limit) == worst:
            yield Problem(
                f"guardrails.{index}.limit",
                f"{measure.title} can't be worse than {worst}, so this guards nothing.",
            )
