"""A real town behind a real server, and a browser; both started once."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.faults.running import RunningTown
from tests.journeys.walking import Site, beside
from tools.chromium import find as find_chromium
from tools.screenshots import FLAGS
from veche.commons.identity.tests.services import openid_provider, region

MINUTE = 60_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder needs Chromium, and one process to share its town."""
    for item in items:
        if "tests/journeys/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("journeys"))
            # One test walks some hundred pages; a busy machine must not make it fail.
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """A sign-in service as a real process: the town's allow-list holds it."""
    with openid_provider() as issuer:
        yield issuer


@pytest.fixture(scope="session")
def site(provider: str) -> Iterator[Site]:
    """The small made town, served."""
    folder = Path(tempfile.mkdtemp(prefix="veche-journeys-"))
    town = RunningTown(folder / "state")
    town.state.mkdir()
    try:
        town.start(VECHE_OIDC=json.dumps([region(provider)]), VECHE_WEBHOOKS_LOCAL="yes")
        address = f"http://127.0.0.1:{town.port}"
        yield Site(address, town.state, json.loads(beside(town.state, "furnish")))
    finally:
        town.clean_up()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    assert path, "Chromium is not on PATH; `make test BROWSER=no` leaves these tests out."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Browser, site: Site) -> Iterator[Callable[..., BrowserContext]]:
    """Make a phone's browser with nothing in it; all are closed at the end."""
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        # With a worker between, a test cannot break the line or look at requests as it wants to.
        options = {"service_workers": "block", **options}
        context = chromium.new_context(
            base_url=site.address,
            viewport={"width": 390, "height": 844},
            locale="ru-RU",
            reduced_motion="reduce",
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(MINUTE)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def more(site: Site) -> dict[str, str]:
    """What stands behind pages that no other journey needs."""
    made: dict[str, str] = json.loads(
        beside(site.state, "pages", site.slugs["rich"], site.slugs["draft"])
    )
    return made
