"""Every page on a phone, light and dark: nothing for axe-core, nothing sideways, no errors."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page

from tests.journeys.furnish_counter import CLERKS
from tests.journeys.furnish_members import HEAD
from tests.journeys.furnish_mydata import PRIVACY as PRIVACY_OFFICER
from tests.journeys.furnish_pages import AUDITOR, LAWYER
from tests.journeys.walking import Site, agree, open_page, sign_in
from tools.screenshots import AXE, axe_faults, colour_faults, sideways, with_axe

Browse = Callable[..., BrowserContext]
EVERYONE = (
    "/",
    "/polls/",
    "/polls/?show=upcoming",
    "/polls/?show=closed",
    "/polls/{district}/",
    "/polls/{rich}/",
    "/polls/{coming}/",
    "/polls/{over}/",
    "/polls/{rich}/result/",
    "/polls/{over}/result/",
    "/polls/{over}/embed/",
    "/embed/polls/{rich}/",
    "/embed/polls/{over}/result/",
    "/offline/",
    "/help/?from=polls:vote",
    "/help/write/",
    "/help/answer/",
    "/polls/{over}/hours/",
    "/polls/{over}/groups/",
    "/polls/{over}/signs/",
    "/polls/{over}/control/",
    "/polls/{over}/check/",
    "/decisions/",
    "/decisions/{decision}/",
    "/map/",
    "/search/",
    "/search/?q=парк",
    "/developers/",
    "/sight/",
    "/sign-in/",
    "/sign-in/code/",
    "/inbox/",
    "/message/",
    "/message/?number=0000-0000",
    "/message/?number=12",
    "/message/?done=reported",
    "/design/",
    "/places/addresses?q=Луговая",
    "/news/",
    "/organisations/",
    "/organisations/{org}/",
    "/territories/{village}/",
    "/organisations/?q=баня",
    "/elders/",
    "/news/{news}/",
    "/pages/consents/",
    "/pages/consents/versions/",
    "/pages/consents/versions/1/",
    "/nowhere/",
)
RESIDENT = (
    "/",
    "/me/",
    "/me/home/",
    "/me/birth-date/",
    "/me/erase/",
    "/me/data/",
    "/me/data/consent/",
    "/me/data/consent/withdraw/",
    "/me/data/requests/new/",
    "/me/passkeys/",
    "/me/devices/",
    "/me/tokens/",
    "/me/tokens/new/",
    "/me/check-in/",
    "/me/organisations/",
    "/me/organisations/find/?q=школа",
    "/me/organisations/new/",
    "/sign-out/",
    "/polls/{rich}/vote/",
    "/polls/{rich}/receipt/",
    "/polls/{rich}/",
    "/office/",
    "/me/organisations/join/{org}/",
)
OFFICIAL = (
    "/office/",
    "/office/polls/",
    "/office/messages/",
    "/office/polls/new/",
    "/office/polls/{draft}/passport/",
    "/office/polls/{draft}/questions/",
    "/office/polls/{draft}/questions/q1/",
    "/office/polls/{draft}/questions/new/?kind=budget",
    "/office/polls/{draft}/materials/",
    "/office/polls/{draft}/materials/new/",
    "/office/polls/{draft}/voters/",
    "/office/polls/{draft}/hours/",
    "/office/polls/{draft}/effect/",
    "/office/polls/{draft}/check/",
    "/office/census/",
    "/office/polls/{rich}/",
    "/office/polls/{over}/",
    "/office/rules/",
    "/office/rules/campaign/",
    "/office/rules/campaign/{campaign}/",
    "/office/polls/{draft}/materials/{material}/",
    "/office/polls/{draft}/materials/{material}/remove/",
    "/office/polls/{draft}/questions/q1/remove/",
    "/office/polls/{draft}/discard/",
    "/office/polls/{rich}/withdraw/",
    "/office/polls/{over}/words/",
    "/office/polls/{over}/protocol/",
    "/office/documents/",
    "/office/documents/protocol/",
    "/office/workload/",
    "/office/workload/minutes/",
    "/office/decisions/",
    "/office/help/",
    "/office/decisions/clock/",
    "/office/decisions/{decision}/",
    "/office/decisions/{decision}/decide/",
    "/office/decisions/{decision}/decline/",
    "/office/help/{inquiry}/",
)
ADMIN = (
    "/",
    "/me/",
    "/office/",
    "/office/town/",
    "/office/town/face/",
    "/office/town/banner/",
    "/office/town/services/",
    "/office/town/services/polls/",
    "/office/staff/",
    "/office/staff/give/",
    "/office/places/",
    "/office/pages/",
    "/office/pages/new/",
    "/office/pages/rules/",
    "/office/news/",
    "/office/news/new/",
    "/office/mandates/",
    "/office/mandates/give/",
    "/office/mandates/{mandate}/end/",
    "/office/announcements/",
    "/office/announcements/{said}/take-down/",
    "/office/webhooks/",
    "/office/webhooks/add/",
    "/office/webhooks/{endpoint}/",
    "/office/webhooks/{endpoint}/remove/",
    "/office/webhooks/{endpoint}/secret/",
    "/office/news/{news}/",
    "/office/told/",
    "/office/told/{told}/",
    "/office/journal/",
    "/office/journal/?kind=identity.role_granted&role=admin",
)
PRIVACY = (
    "/me/",
    "/office/privacy/",
    "/office/privacy/retention/",
    "/office/privacy/requests/{asked}/",
    "/office/privacy/leaks/{leak}/",
)
HEAD_OF_SCHOOL = (
    "/",
    "/me/",
    "/me/tokens/{token}/revoke/",
    "/me/webhooks/",
    "/me/webhooks/add/",
    "/me/webhooks/{own_endpoint}/",
    "/me/webhooks/{own_endpoint}/remove/",
    "/me/webhooks/{own_endpoint}/secret/",
    "/me/organisations/{org}/members/",
    "/me/organisations/{org}/members/{fellow}/end/",
    "/me/organisations/{org}/write/",
    "/me/organisations/leave/{own}/",
    "/me/mandates/{mandate}/write/",
)
LAWYER_DESK = ("/", "/me/", "/office/", "/office/polls/{draft}/")
AUDITOR_DESK = ("/me/", "/office/journal/", "/office/polls/{over}/calls/")
CLERK = (
    "/office/",
    "/office/calls/",
    "/office/counter/",
    "/office/check-in/",
    "/office/check-in/without-consent/",
    "/office/counter/{rich}/",
    "/office/counter/{rich}/enter/",
    "/office/counter/{rich}/tablet/",
    "/office/counter/{rich}/register/",
    "/office/counter/{rich}/collectors/",
    "/office/organisations/",
    "/office/organisations/requests/{request}/",
    "/office/organisations/requests/{request}/refuse/",
    "/office/organisations/{org}/close/",
    "/office/counter/{rich}/check/{stack}/",
)


def test_a_page_holds_nothing_back_from_anyone(
    browse: Browse, site: Site, more: dict[str, str]
) -> None:
    """All pages in one test: a browser of its own for each would take minutes."""
    assert AXE.is_file(), "axe-core is not installed: run frontend/build.py"
    visitor, resident, official, admin, clerk, privacy, lawyer, auditor, head = (
        with_axe(browse()) for _person in range(9)
    )
    sign_in(resident, "pages@example.org")
    vote(resident, site)
    sign_in(official, "approver@example.org")
    sign_in(admin, "admin@example.org")
    sign_in(clerk, CLERKS[0])
    sign_in(privacy, PRIVACY_OFFICER)
    sign_in(lawyer, LAWYER)
    sign_in(auditor, AUDITOR)
    sign_in(head, HEAD)
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
    )
    for context, pages in walks:
        page, said = open_page(context)
        for template in pages:
            path = template.format(**site.slugs, **more)
            expected = 403 if context is resident and template == "/office/" else 200
            expected = 404 if template == "/nowhere/" else expected
            faults += [f"{path}: {fault}" for fault in look(page, path, expected, said)]
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


def look(page: Page, path: str, expected: int, said: list[str]) -> list[str]:
    """What is wrong with a page, by day; and in the dark, where only its colours are others."""
    said.clear()
    page.emulate_media(color_scheme="light")
    answer = page.goto(path, wait_until="load")
    found = []
    if answer is None or answer.status != expected:
        found.append(f"answers {answer and answer.status}, not {expected}")
    found += [*sideways(page), *axe_faults(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {fault}" for fault in colour_faults(page)]
    return found + [line for line in said if f"status of {expected}" not in line]
