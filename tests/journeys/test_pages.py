"""Every page on a phone, light and dark: nothing for axe-core, nothing sideways, no errors."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.journeys.furnish_appeals import WRITER
from tests.journeys.furnish_counter import CLERKS
from tests.journeys.furnish_members import HEAD
from tests.journeys.furnish_mydata import PRIVACY as PRIVACY_OFFICER
from tests.journeys.furnish_pages import AUDITOR, LAWYER
from tests.journeys.furnish_reports import DESK, REPORTER
from tests.journeys.walked import (
    ADMIN,
    APPEALING,
    AUDITOR_DESK,
    CLERK,
    EVERYONE,
    HEAD_OF_SCHOOL,
    LAWYER_DESK,
    OFFICIAL,
    PRIVACY,
    REPORTING,
    REPORTS_DESK,
    RESIDENT,
)
from tests.journeys.walking import Site, agree, open_page, part_to_walk, sign_in
from tests.shares import SHARES, is_due
from tools.screenshots import AXE, axe_faults, colour_faults, sideways, with_axe

Browse = Callable[..., BrowserContext]


@SHARES
def test_a_page_holds_nothing_back_from_anyone(
    browse: Browse, site: Site, more: dict[str, str], share: int
) -> None:
    """All pages in one test: a browser of its own for each would take minutes.

    What stands around its content is looked at once for each of them. By day every page in every
    run; in the dark, where only its colours are others, those of the run's share.
    """
    assert AXE.is_file(), "axe-core is not installed: run frontend/build.py"
    visitor, resident, official, admin, clerk, privacy, lawyer, auditor, head, reporter, desk = (
        with_axe(browse()) for _person in range(11)
    )
    writer = with_axe(browse())
    sign_in(resident, "pages@example.org")
    vote(resident, site)
    sign_in(official, "approver@example.org")
    sign_in(admin, "admin@example.org")
    sign_in(clerk, CLERKS[0])
    sign_in(privacy, PRIVACY_OFFICER)
    sign_in(lawyer, LAWYER)
    sign_in(auditor, AUDITOR)
    sign_in(head, HEAD)
    sign_in(reporter, REPORTER)
    sign_in(desk, DESK)
    sign_in(writer, WRITER)
    faults = []
    walks = (
        (visitor, EVERYONE),
        (resident, RESIDENT),
        (official, OFFICIAL),
        (admin, ADMIN),
        (clerk, CLERK),
        (privacy, PRIVACY),
        (lawyer, LAWYER_DESK),
        (auditor, AUDITOR_DESK),
        (head, HEAD_OF_SCHOOL),
        (reporter, REPORTING),
        (desk, REPORTS_DESK),
        (writer, APPEALING),
    )
    for context, pages in walks:
        page, said = open_page(context)
        known = set[str]()
        for template in pages:
            path = template.format(**site.slugs, **more)
            expected = 403 if context is resident and template == "/office/" else 200
            expected = 404 if template == "/nowhere/" else expected
            said.clear()
            found = come(page, path, expected)
            part = part_to_walk(page, known, "html")
            found += [*sideways(page), *axe_faults(page, part)]
            if part == "html" or is_due(template, share):
                page.emulate_media(color_scheme="dark")
                page.wait_for_timeout(500)  # until the colours have changed
                found += [f"dark: {fault}" for fault in colour_faults(page, part)]
            found += [line for line in said if f"status of {expected}" not in line]
            faults += [f"{path}: {fault}" for fault in found]
    assert not faults, "\n" + "\n".join(faults)


def vote(context: BrowserContext, site: Site) -> None:
    page, _said = open_page(context)
    page.goto(site.poll("rich", "vote/"))
    page.get_by_label("Сквер").check()
    page.get_by_role("button", name="Отдать голос").click()
    page.wait_for_url("**/receipt/")
    page.goto("/me/data/consent/")
    agree(page)
    page.wait_for_url("**/me/data/")
    page.close()


def come(page: Page, path: str, expected: int) -> list[str]:
    """Open a page by day; what is wrong with how it answers."""
    page.emulate_media(color_scheme="light")
    answer = page.goto(path, wait_until="load")
    if answer is None or answer.status != expected:
        return [f"answers {answer and answer.status}, not {expected}"]
    return []
