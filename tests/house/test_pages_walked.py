"""Every page of the house is looked at in a browser, or it is said why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver, resolve

from tests.journeys import walked as pages_of
from veche.domains.help.adapters import screens
from veche.kernel.access import takes_only_posts

# Answers of these end so, or are for programs: nothing of them is looked at.
FILES = re.compile(
    r"\.(?:jsonld|ttl)$|"
    r"\.(?:json|csv|pb|pdf|png|webp|css|ics|atom|rss|geojson|xml|txt|js|webmanifest|<slug:form>)$"
)
PROGRAMS = ("/api/", "/open311/", "/healthz", "/metrics")
NOBODY = "00000000-0000-4000-8000-000000000000"
# not slugs but ids
IDS = {
    "register",
    "consent",
    "outside",
    "material",
    "campaign",
    "told",
    "stack",
    "budget_stack",
    "village",
    "own",
    "fellow",
    "request",
    "token",
    "endpoint",
    "own_endpoint",
    "thing",
    "appeal",
    "twins",
    "argued",
    "template",
    "house",
    "feed",
    "skill",
    "idea",
    "project_draft",
    "tool",
    "report_question",
}
PART = "a part of a page, asked by the front end"
LEADS_ON = "shows nothing, leads on"
NOT_WALKED = {
    "portal:set-sight": LEADS_ON,
    "budgeting:report-broken": LEADS_ON,
    "portal:theme": LEADS_ON,
    "portal:language": LEADS_ON,
    "identity:visit-provider": LEADS_ON,
    "identity:return-from-provider": LEADS_ON,
    "identity:merge-persons": "opens to who has just proved a second account: test_signin",
    "identity:rename-passkey": "needs a device's key: test_signin",
    "identity:remove-passkey": "needs a device's key: test_signin",
    "identity:revoke-role": "opens with a role chosen on the page before: test_admin",
    "places:upload-places": "the form of /office/places/, which is walked",
    "places:import-places": "opens after a file was sent: test_admin",
    "commitments:add-stage": "the form of the decision's page, which is walked",
    "commitments:complete-stage": "the form of the decision's page, which is walked",
    "commitments:change-due": "opens once it is decided: test_official",
    "commitments:finish-commitment": "opens once it is decided: test_official",
    "hall:read-inconveniences": "opens while a service is on trial: test_admin",
    "notifications:open-notice": LEADS_ON,
    "notifications:unsubscribe": "opens by the link of a letter: test_notify",
    "matching:describe-skills-of-organisation": "the first step once more, with licences",
    "matching:describe-territory": "opens after the first step: test_matching",
    "matching:describe-time": "opens after the second step: test_matching",
    "matching:prove-work": "opens to who does the work: test_matching",
    "moderation:read-own-thing": "opens to who wrote the text: test_discussion",
    "moderation:complain": "opens on a public text: test_discussion",
    "discussion:edit-argument": "opens to the author of an argument: test_discussion",
    "homes:check-table": "opens after a file was sent: test_homes",
    "reports:support-report": "leads on to the report",
    "reports:take-later": "for the program of a page without a network: test_beside",
    "polls:secret-receipt": "asks the box, which takes no header of the walk: test_secret",
    "schools:void-slip": "leads on to the poll of the school",
    "initiatives:support-proposal": "leads on to the proposal",
    "orders:support-order": "leads on to the order",
    "transparency:open-budget": "leads on to a year",
    "polls:live-turnout": PART,
    "polls:watch-turnout": PART,
    "polls:turnout": PART,
    "polls:option-row": PART,
    "polls:assist-vote": "opens to a visitor let in by their document: test_counter",
    "budgeting:assist-vote": "opens to a visitor let in by their document: test_counter",
    "polls:take-sheets": "for the tablet's program: test_counter",
}


def pages() -> Iterator[str]:
    """Names of the routes that show something to somebody who opens them."""
    for route, pattern in _routes(get_resolver().url_patterns):
        if FILES.search(route) or route.startswith(PROGRAMS) or pattern.callback is None:
            continue
        if not takes_only_posts(pattern.callback):
            yield resolve(re.sub(r"<[^>]+>", _sample, route)).view_name


def _routes(patterns: list[Any], above: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        here = above + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield here, pattern
        else:
            yield from _routes(pattern.url_patterns, here)


def _sample(part: re.Match[str]) -> str:
    if part[0].startswith("<uuid"):
        return NOBODY
    return "1"


def walked() -> set[str]:
    lists = [
        getattr(pages_of, name)
        for name in (
            "EVERYONE",
            "RESIDENT",
            "OFFICIAL",
            "ADMIN",
            "PRIVACY",
            "CLERK",
            "LAWYER_DESK",
            "AUDITOR_DESK",
            "HEAD_OF_SCHOOL",
            "REPORTING",
            "REPORTS_DESK",
            "APPEALING",
        )
    ]
    paths = {re.sub(r"{(\w+)}", _filled, path).partition("?")[0] for one in lists for path in one}
    return {resolve(path).view_name for path in paths - {"/nowhere/"}}


def _filled(part: re.Match[str]) -> str:
    return NOBODY if part[1] in IDS else "1"


def test_no_page_is_forgotten() -> None:
    missing = set(pages()) - walked() - set(NOT_WALKED)
    assert not missing, "add them to tests/journeys/walked.py, or say in NOT_WALKED why not"


def test_what_is_left_out_is_there() -> None:
    assert set(NOT_WALKED) <= set(pages()) - walked()


def test_support_hears_of_every_page_by_its_title() -> None:
    for name in pages():
        assert str(screens.title(name)), name
    assert str(screens.title("polls:vote")) != str(screens.title("polls:list"))
    assert screens.title("moon:landing") == ""
