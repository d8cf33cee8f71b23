"""What Lighthouse, as a phone, gives the pages that everyone opens.

Lighthouse is no dependency of the program: it is installed here, by this measurement alone, from
`lighthouse/package-lock.json`. One of its parts asks for the newest third-party-web, whichever that
is today; the override in `lighthouse/package.json` holds it, else no lock could.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

from tools import chromium
from tools.bench import voting
from tools.bench.filling import filled
from tools.bench.served import fetch, server
from tools.bench.stand import say, tell
from veche.config import env

HERE = Path(__file__).with_name("lighthouse")
CATEGORIES = ("performance", "accessibility", "best-practices")
RUNS = 3  # of each page, the middle one counts: one run alone tells much of the machine
MADE_UP_BALLOTS = 1_000
TIMEOUT = 180


class CannotRun(Exception):
    """One sentence that says why."""


def run(name: str) -> None:
    """Tell the three scores of home, poll and result."""
    try:
        command, environment = lighthouse()
        pages = served_pages()
        with server() as (site, _process_id):
            for page, path in pages.items():
                fetch(site + path)
                say(f"Lighthouse reads {path}, {RUNS} times")
                reports = [report(command, environment, site + path) for _ in range(RUNS)]
                middle = sorted(reports, key=lambda found: points(found)["performance"])[RUNS // 2]
                tell(name, points(middle)["performance"], "points", page=page, **points(middle))
                lost(middle)
    except CannotRun as error:
        say(f"{name} skipped: {error}")


def served_pages() -> dict[str, str]:
    """Home, and a poll with its result: the real one where it is given, else a made-up one."""
    file = voting.path()
    slug = voting.imported(file)[0] if file else filled(MADE_UP_BALLOTS)[0]
    return {"home": "/", "poll": f"/polls/{slug}/", "result": f"/polls/{slug}/result/"}


def lighthouse() -> tuple[list[str], dict[str, str]]:
    """How to call it, installed if it was not, and with which environment."""
    browser = chromium.find()
    if browser is None:
        raise CannotRun("Chromium is not on PATH.")
    build = _build_script()
    try:
        node = build.find_node()
        build.install_packages(HERE, node, say, with_tests=True)
    except build.BuildError as error:
        raise CannotRun(str(error)) from error
    script = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
    return [str(node), str(script)], {**os.environ, "CHROME_PATH": browser}


def report(command: list[str], environment: dict[str, str], address: str) -> dict[str, Any]:
    """The whole report on one page."""
    options = [
        "--quiet",
        "--output=json",
        "--form-factor=mobile",
        f"--only-categories={','.join(CATEGORIES)}",
        "--no-enable-error-reporting",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    try:
        done = subprocess.run(
            [*command, address, *options],
            env=environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError) as error:
        raise CannotRun(f"Lighthouse gave no report on {address}.") from error
    if "runtimeError" in found:
        raise CannotRun(f"Lighthouse could not read {address}: {found['runtimeError']['message']}")
    return found


def points(found: dict[str, Any]) -> dict[str, int]:
    """The scores out of 100."""
    return {
        category.replace("-", "_"): round(100 * found["categories"][category]["score"])
        for category in CATEGORIES
    }


def lost(found: dict[str, Any]) -> None:
    """Say what cost points."""
    for category in CATEGORIES:
        for part in found["categories"][category]["auditRefs"]:
            audit = found["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.995:
                say(f"  {category}: {audit['title']} {audit.get('displayValue', '')}")


def _build_script() -> ModuleType:
    """The front end's build, which knows how to find Node and to call npm."""
    place = env.ROOT / "frontend" / "build.py"
    spec = importlib.util.spec_from_file_location("veche_frontend_build", place)
    if spec is None or spec.loader is None:
        raise CannotRun("frontend/build.py is not there.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
