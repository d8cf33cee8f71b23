"""A real town behind a real server, and a browser; both started once."""

from __future__ import annotations

import json
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.faults.running import RunningTown, free_port
from tests.journeys.walking import MINUTE, Beside, Site, phone
from tools.chromium import find as find_chromium
from tools.screenshots import FLAGS
from veche.commons.identity.tests import services

# What goes through every page, and as many stories as make both halves equally long.
WALKS = {
    *("test_pages", "test_keyboard", "test_counter", "test_kinds", "test_admin"),
    *("test_initiatives", "test_together", "test_beside"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder needs Chromium; two processes share it, each with a town of its own."""
    for item in items:
        if "tests/journeys/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            group = "walks" if item.path.stem in WALKS else "stories"
            item.add_marker(pytest.mark.xdist_group(group))
            # One test walks some hundred pages; a busy machine must not make it fail.
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """A sign-in service as a real process: the town's allow-list holds it."""
    with services.openid_provider() as issuer:
        yield issuer


@pytest.fixture(scope="session")
def esia(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of ESIA's stand-in: what files in it change, `esia_stand_in` says."""
    folder = tmp_path_factory.mktemp("esia")
    services.make_certificates(folder)
    with services.esia(folder) as url:
        (folder / "url").write_text(url)
        yield folder


def connected(esia: Path) -> dict[str, str]:
    """The settings of a town that «Госуслуги» let in."""
    return {
        "VECHE_ESIA_CLIENT_ID": "ZARECHYE01",
        "VECHE_ESIA_SIGNER": shlex.join(services.esia_signer(esia)),
        "VECHE_ESIA_KEY": str(esia / "esia.pem"),
        "VECHE_ESIA_URL": (esia / "url").read_text(),
    }


@pytest.fixture(scope="session")
def site(provider: str, esia: Path) -> Iterator[Site]:
    """The small made town, served."""
    folder = Path(tempfile.mkdtemp(prefix="veche-journeys-"))
    town = RunningTown(folder / "state")
    town.has_box, box = True, free_port()
    town.state.mkdir()
    try:
        services_let_in = json.dumps([services.region(provider)])
        town.start(
            VECHE_OIDC=services_let_in,
            VECHE_WEBHOOKS_LOCAL="yes",
            VECHE_TRUSTED_PROXIES="127.0.0.1",
            BOX_PORT=str(box),
            BOX_URL=f"http://127.0.0.1:{box}",
            **connected(esia),
        )
        address = f"http://127.0.0.1:{town.port}"
        beside = Beside(town.state, BOX_URL=f"http://127.0.0.1:{box}")
        yield Site(address, beside, json.loads(beside.do("furnish")))
        beside.end()
    finally:
        town.clean_up()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    assert path, "Chromium is not on PATH; `make test BROWSER=no` leaves these tests out."
    expect.set_options(timeout=MINUTE / 3)  # a busy machine is no reason to fail
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Browser, site: Site) -> Iterator[Callable[..., BrowserContext]]:
    """Make a phone's browser with nothing in it; all are closed at the end."""
    opened: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        opened.append(phone(chromium, site.address, **options))
        return opened[-1]

    yield make
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def more(site: Site) -> dict[str, str]:
    """What stands behind pages that no other journey needs."""
    made: dict[str, str] = json.loads(site.run("pages", site.slugs["rich"], site.slugs["draft"]))
    return made
