"""Photograph pages at phone and desk width, light and dark, and check what a picture cannot show.

    python -m tools.screenshots                       what `make run` serves
    python -m tools.screenshots http://localhost:8001 shots / /polls/ /design/

Without paths it takes every page that the town's sitemap names, the search and the door. Writes
`<folder>/<page>-<width>-<theme>.png`. Ends with 1 when a page scrolls sideways, logs an error, or
(with --axe, needs the front end's development packages) fails an accessibility rule. Chromium is
taken from PATH (`browsers.txt`).
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tools.chromium import find as find_chromium

WIDTHS = {390: 844, 1280: 900}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
AXE = Path(__file__).resolve().parent.parent / "frontend/node_modules/axe-core/axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def photograph(browser: Browser, site: str, path: str, folder: Path, *, axe: bool) -> list[str]:
    """Take the four pictures of one page; returns the faults found on the way."""
    faults = []
    for width, height in WIDTHS.items():
        for theme in THEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=theme,
                device_scale_factor=2 if width < 600 else 1,
                reduced_motion="reduce",
                locale="ru-RU",
            )
            page = (with_axe(context) if axe else context).new_page()
            said = hear(page)
            answer = page.goto(urljoin(site, path), wait_until="networkidle")
            name = f"{name_of(path)}-{width}-{theme}"
            if answer is None or answer.status >= 500:
                faults.append(f"{name}: no page")
            faults += [f"{name}: {line}" for line in [*said, *sideways(page)]]
            if axe:
                faults += [f"{name}: {line}" for line in axe_faults(page)]
            show_whole(page)
            # As high as the page: what sticks to the window's bottom would else cut the picture.
            tall = min(page.evaluate("document.documentElement.scrollHeight"), 8000)
            page.set_viewport_size({"width": width, "height": max(tall, height)})
            page.screenshot(path=folder / f"{name}.png", full_page=True)
            context.close()
    return faults


def hear(page: Page) -> list[str]:
    """The list its errors go to, of scripts and of the console; of what was not found, its path."""
    said: list[str] = []

    def note(line: ConsoleMessage) -> None:
        if line.type == "error":
            missing = urlsplit(line.location["url"]).path if "status of 404" in line.text else ""
            said.append(f"{line.text} {missing}".rstrip())

    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", note)
    return said


def name_of(path: str) -> str:
    """A file name for an address."""
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "home"


def show_whole(page: Page) -> None:
    """Scroll through, so that what loads when seen is there."""
    height = page.evaluate("document.documentElement.scrollHeight")
    for place in range(0, height, 700):
        page.evaluate(f"window.scrollTo(0, {place})")
        page.wait_for_timeout(40)
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(150)


def sideways(page: Page) -> list[str]:
    """What sticks out of the window, when the page scrolls sideways."""
    script = """() => {
      const wide = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= wide) return [];
      return [...document.querySelectorAll('body *')]
        .filter((one) => one.getBoundingClientRect().right > wide + 1)
        .slice(0, 5).map((one) => `scrolls sideways: ${one.outerHTML.slice(0, 120)}`);
    }"""
    return list(page.evaluate(script))


def with_axe(context: BrowserContext) -> BrowserContext:
    """Let every page of it be looked at: sent to the browser once, not with each page."""
    context.add_init_script(path=AXE)
    return context


def axe_faults(page: Page, part: str = "html") -> list[str]:
    """Rules of WCAG 2.2 AA that axe-core finds broken; the context brings it by `with_axe`.

    Only within `part`, where what stands around it has been looked at on another page.
    """
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    return _run_axe(page, {"type": "tag", "values": tags}, part)


def colour_faults(page: Page, part: str = "html") -> list[str]:
    """What its colours hide, on a page that `axe_faults` has looked at in others."""
    rules = ["color-contrast", "link-in-text-block"]
    return _run_axe(page, {"type": "rule", "values": rules}, part)


def _run_axe(page: Page, only: dict[str, object], part: str) -> list[str]:
    script = """async ([only, part]) => {
      // What a frame holds is a page of its own, looked at by its own address.
      const how = { runOnly: only, resultTypes: ['violations'], iframes: false };
      const found = await axe.run(part, how);
      return found.violations.flatMap((rule) => rule.nodes.map((node) =>
        `${rule.id}: ${node.target.join(' ')} ${node.failureSummary.split('\\n')[1] || ''}`));
    }"""
    return list(page.evaluate(script, [only, part]))


def paths_of(site: str) -> list[str]:
    """Every page that everyone can open and find."""
    with urlopen(urljoin(site, "/sitemap.xml"), timeout=30) as answer:
        addresses = re.findall(r"<loc>([^<]+)</loc>", answer.read().decode())
    return [*(urlsplit(address).path for address in addresses), "/search/", "/sign-in/"]


def main() -> int:
    """Photograph every page named on the command line, or all that are public."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", default="http://localhost:8000")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("var/screens"))
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--axe", action="store_true")
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        print("Chromium is not on PATH.", file=sys.stderr)
        return 1
    try:
        paths = options.paths or paths_of(options.site)
    except OSError as error:
        print(f"No town answers at {options.site}: {error}. Start it: make run.", file=sys.stderr)
        return 1
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        faults = [
            fault
            for path in paths
            for fault in photograph(browser, options.site, path, options.folder, axe=options.axe)
        ]
        browser.close()
    for fault in faults:
        print(fault)
    print(f"{len(paths)} pages are in {options.folder}/")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
