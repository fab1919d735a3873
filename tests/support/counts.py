"""How many answers each service knows of."""

from support.house import House


def responses(house: House, survey: str = "after-support") -> tuple[int, int]:
    """In the survey service and in scoring."""
    return (
        house.get("survey", "summary")["responses_by_survey"].get(survey, 0),
        house.get("scoring", "summary")["responses_by_survey"].get(survey, 0),
    )


def comments(house: House, survey: str = "after-support") -> tuple[int, int]:
    """In the router and in scoring."""
    return (
        house.get("router", "summary")["feedback_by_survey"].get(survey, 0),
        house.get("scoring", "summary")["feedback_by_survey"].get(survey, 0),
    )
