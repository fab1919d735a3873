"""Apologies: what customers see where something went wrong, in the company's colours as far as anybody knows them."""

from flask import Response, request
from psycopg import Error
from psycopg_pool import PoolTimeout

from shared import web
from shared.problems import Problem
from shared.service import current
from survey.domain.brands import Brand
from survey.pages import messages
from survey.pages.frames import frame_of
from survey.pages.shown import page
from survey.store import brands

_CUSTOMERS = ("/s/", "/o/")


def apologise(problem: Problem, language: str) -> Response | None:
    """The page, with the ways to complain and to talk to a person; None for staff, who have a page of their own."""
    if not f"{request.path}/".startswith(_CUSTOMERS):
        return None
    words = web.apology(problem, language)
    return page(messages.apology(problem.status, words, language, frame_of(_brand(problem))))


def _brand(problem: Problem) -> Brand:
    """The one in force; the one last seen where the database can't be asked, and nobody waits for it again."""
    if problem.status == 503:
        return brands.last_seen()
    try:
        with current().read() as connection:
            return brands.in_force(connection)
    except (Error, PoolTimeout):
        return brands.last_seen()
