"""A real browser and a real survey service; both end with the tests of this folder."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol, Unpack

import pytest
from playwright.sync_api import Browser, sync_playwright

import chromium
from browser.house import House, open_house
from browser.visitor import Options, Visitor
from support.databases import Databases

# A browser that only asks for what the page asks for. The first five leave it a few questions to its maker; the last
# two let it find nobody but this machine.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
)


class Visit(Protocol):
    """Makes a visitor."""

    def __call__(self, **options: Unpack[Options]) -> Visitor: ...


# Playwright keeps an event loop running in this thread: with a wider scope it would be in the way of other tests.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    path = chromium.find()
    assert path, "no browser: run '.venv/bin/python tests/chromium.py', as 'make test' does"
    # As root there is no sandbox, and the only pages shown are our own.
    rights = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, *rights])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def house(databases: Databases, redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The survey service with its surveys published."""
    folder = tmp_path_factory.mktemp("house")
    with databases.copy("survey") as url, open_house(url, redis_url, folder) as it:
        yield it


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Makes visitors. Whatever their test is about: nothing went wrong in their browsers."""
    complaints: list[str] = []
    with ExitStack() as stack:

        def make(**options: Unpack[Options]) -> Visitor:
            visitor = Visitor(browser, **options)
            stack.callback(lambda: complaints.extend(visitor.complaints))
            stack.callback(visitor.leave)
            return visitor

        yield make
    assert complaints == []


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Whether pages may run scripts."""
    return bool(request.param)
