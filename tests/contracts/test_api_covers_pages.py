"""Whatever a page tells everyone, a program may ask too; or it is said here why not."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
from django.test import Client

from tests.house.test_routes import all_routes

# Page -> the operation of the API that tells the same.
TOLD = {
    "advice:list-guides": "advice-guides",
    "advice:list-questions": "advice-questions",
    "advice:ask-question": "ask-question",
    "advice:read-guide": "advice-guide",
    "advice:read-question": "advice-question",
    "advice:write-answer": "write-answer",
    "commitments:list-decisions": "decisions",
    "commitments:rate-outcome": "rate-outcome",
    "commitments:read-decision": "decision",
    "commitments:tell-trust": "tell-trust",
    "discussion:arguments-csv": "arguments",
    "discussion:mark-argument": "mark-argument",
    "discussion:read-discussion": "arguments",
    "discussion:write-argument": "write-argument",
    "help:ask-support": "ask-support",
    "homes:list-outages": "outages",
    "homes:read-house": "house",
    "homes:read-outage": "outage",
    "help:read-answer": "inquiry",
    "initiatives:export-proposals": "initiatives",
    "initiatives:list-proposals": "initiatives",
    "initiatives:file-proposal": "send-initiative",
    "initiatives:read-proposal": "initiative",
    "initiatives:seek-help": "seek-initiative-help",
    "initiatives:start-proposal": "draft-initiative",
    "initiatives:support-proposal": "support-initiative",
    "initiatives:withdraw-support": "support-initiative",
    "workdays:call-day": "call-workday",
    "workdays:join-day": "join-workday",
    "workdays:leave-day": "join-workday",
    "workdays:list-days": "workdays",
    "workdays:read-day": "workday",
    "workdays:choose-work": "workday-works",
    "workdays:check-certificate": "workday-certificate",
    "workdays:find-certificate": "workday-certificate",
    "appeals:list-receptions": "receptions",
    "appeals:list-terms": "appeal-figures",
    "appeals:read-reception": "reception",
    "orders:export-orders": "orders",
    "orders:list-orders": "orders",
    "orders:read-order": "order",
    "orders:support-order": "support-order",
    "orders:withdraw-support": "support-order",
    "transparency:compare-years": "budget-parts",
    "transparency:export-lines": "budget-lines",
    "transparency:list-files": "budget",
    "transparency:open-budget": "budget",
    "transparency:read-axis": "budget-parts",
    "transparency:read-node": "budget-parts",
    "transparency:read-year": "budget-parts",
    "transparency:list-reports": "public-reports",
    "transparency:read-plan": "public-reports-plan",
    "transparency:read-report": "public-report",
    **dict.fromkeys(
        (
            "matching:accept-match",
            "matching:agree-plan",
            "matching:confirm-work",
            "matching:decline-match",
            "matching:hand-over-work",
            "matching:prove-work",
            "matching:return-work",
            "matching:withdraw-match",
            "matching:write-plan",
        ),
        "step-talk",
    ),
    "matching:ask-for-help": "ask-for-help",
    "matching:offer-help": "offer-help",
    "matching:read-match": "talk",
    "matching:list-deeds": "deeds",
    "matching:list-needs": "needs",
    "matching:list-solvers": "solvers",
    "matching:read-need": "need",
    "matching:read-solver": "solver",
    "moderation:read-log": "moderation-removals",
    "moderation:removals-csv": "moderation-removals",
    "organisations:list-mandates": "mandates",
    "organisations:list-organisations": "organisations",
    "organisations:read-organisation": "organisation",
    "organisations:read-territory": "announcements",
    "pages:list-news": "news",
    "pages:list-versions": "page-versions",
    "pages:read-news": "news-piece",
    "pages:read-page": "page",
    "pages:read-version": "page-version",
    "places:addresses": "addresses",
    "places:addresses-json": "addresses",
    "places:ground": "ground",
    "places:outlines": "place-outline",
    "polls:ballots-csv": "poll-ballots",
    "polls:ballots-json": "poll-ballots",
    "polls:check-receipt": "poll-receipt",
    "polls:control": "poll-control",
    "polls:control-json": "poll-control",
    "polls:groups": "poll-groups",
    "polls:groups-csv": "poll-groups",
    "polls:groups-json": "poll-groups",
    "polls:hours": "poll-hours",
    "polls:hours-csv": "poll-hours",
    "polls:list": "polls",
    "polls:poll": "poll",
    "polls:receipt": "poll-vote",
    "polls:result": "poll-result",
    "polls:signs": "poll-signs",
    "polls:turnout": "poll",
    "polls:vote": "cast-vote",
    "points:read-rules": "points",
    "points:read-shop": "points",
    "reports:list-reports": "reports",
    "reports:list-terms": "report-terms",
    "reports:map-points": "reports",
    "reports:read-report": "report",
    "reports:clarify-report": "clarify-report",
    "reports:confirm-report": "confirm-report",
    "reports:disagree-report": "disagree-report",
    "reports:join-report": "support-report",
    "reports:support-report": "support-report",
    "portal:home": "polls",
    "portal:map": "map",
    "portal:map-pins": "map",
    "portal:search": "search",
}
# What a resident does under «Я»; a page without an operation says why not.
OWN = {
    "matching:own-helping": "helping",
    "identity:me": "me",
    "identity:export-personal-data": "me-data",
}
WAY_IN = "a way in or its keys: a stolen key must not make another, nor lock its owner out"
WORD = "the person's own word about who they are, or a consent: given on a page that explains it"
ADDRESS = "our server goes wherever it says: a stolen key must not name one nor hush one"
GIVES_AWAY = "gives away what is counted: a stolen key must not"
ACROSS_THE_TABLE = "a clerk looks at a paper before it holds"
SELF = "how somebody describes themselves, in three steps that a moderator reads"
IN_A_NAME = "speaks for others: no key carries that right"
OWN_UNTOLD = {
    "appeals:list-own": "letters with a name and an address: no key carries them",
    "homes:read-own": "the house stands in `me-data`, its page in `house`",
    "identity:begin-passkey": WAY_IN,
    "identity:add-passkey": WAY_IN,
    "identity:declare-birth-date": WORD,
    "identity:declare-home": WORD,
    "identity:end-other-sign-ins": WAY_IN,
    "identity:end-sign-in": WAY_IN,
    "identity:erase-person": "cannot be taken back",
    "identity:make-token": WAY_IN,
    "identity:merge-persons": WAY_IN,
    "identity:passkeys": WAY_IN,
    "identity:remove-passkey": WAY_IN,
    "identity:rename-passkey": WAY_IN,
    "identity:revoke-token": WAY_IN,
    "identity:show-code": "shown to a clerk across the table",
    "identity:sign-in-again": WAY_IN,
    "identity:sign-ins": WAY_IN,
    "identity:tokens": WAY_IN,
    "initiatives:list-own": "stands in `me-data`",
    "orders:list-own": "stands in `me-data`",
    **dict.fromkeys(
        (
            "matching:close-solver",
            "matching:describe-skills",
            "matching:describe-skills-of-organisation",
            "matching:describe-territory",
            "matching:describe-time",
            "matching:open-solver",
        ),
        SELF,
    ),
    "workdays:list-own": "stands in `me-data`",
    "workdays:own-certificate": "the paper of what `workday-certificate` tells",
    "workdays:set-name": WORD,
    "moderation:list-own-things": "stands in `me-data`",
    "moderation:read-own-thing": "argues with a moderator, who answers a person",
    "organisations:add-organisation": ACROSS_THE_TABLE,
    "organisations:ask-to-join": ACROSS_THE_TABLE,
    "organisations:end-membership": IN_A_NAME,
    "organisations:find-organisation": ACROSS_THE_TABLE,
    "organisations:leave": IN_A_NAME,
    "organisations:list-members": IN_A_NAME,
    "organisations:own-organisations": "stands in `me-data`",
    "organisations:write-for-organisation": IN_A_NAME,
    "organisations:write-for-territory": IN_A_NAME,
    "reports:list-own": "stands in `me-data`",
    "advice:list-own": "stands in `me-data`",
    "points:abstain": "cannot be taken back",
    "points:cancel-order": GIVES_AWAY,
    "points:give-points": GIVES_AWAY,
    "points:own-csv": "stands in `me-data`",
    "points:read-own": "stands in `me-data`",
    "privacy:give-consent": WORD,
    "privacy:make-request": "asks a person of the town, about the person who asks",
    "privacy:my-data": "what is held stands in `me-data`",
    "privacy:withdraw-consent": WORD,
    "webhooks:add-own-webhook": ADDRESS,
    "webhooks:own-webhooks": "stands in `me-data`",
    "webhooks:read-own-webhook": "the receiver knows best what came to it",
    "webhooks:remove-own-webhook": ADDRESS,
    "webhooks:renew-own-secret": ADDRESS,
    "webhooks:resend-own-delivery": ADDRESS,
    "webhooks:start-own-webhook": ADDRESS,
    "webhooks:stop-own-webhook": ADDRESS,
    "webhooks:test-own-webhook": ADDRESS,
}
FEED = "is for programs already"
STEP = "a step of one form; a program sends it whole by Open311, `file-request`"
LETTER = "a letter under 59-ФЗ with a name and an address: no key carries it"
OWNERS = "the word of whose the place is, and of who closes a need for everybody"
LOOKS = "how pages look, not what they tell"
GROUP = "a group comes together by people who trust each other, on a page that says for what"
PERSON = "about the person who asks"
# Page -> why no operation tells it.
UNTOLD = {
    "advice:choose-best": "said in sight of all answers",
    "advice:doubt-guide": "calls a person to look, in sight of the text",
    "advice:guides-feed": FEED,
    "advice:list-versions": "the words of before, for who reads the guide",
    "advice:questions-feed": FEED,
    "advice:rate-answer": "said in sight of the answer",
    "advice:read-version": "the words of before, for who reads the guide",
    "advice:withdraw-answer": "cannot be taken back",
    "advice:withdraw-question": "cannot be taken back",
    "points:order-thing": GIVES_AWAY,
    "channels:check-message": "a form about a message somebody got",
    "channels:report-scam": PERSON,
    "commitments:feed": FEED,
    "discussion:change-mind": "said once and for good, in sight of both columns",
    "discussion:edit-argument": "one's own words, in sight of what was marked",
    "discussion:feed": FEED,
    "discussion:withdraw-argument": "cannot be taken back",
    "files:read-document": "a file, by the address that pages give",
    "files:read-table": "a file, by the address that pages give",
    "transparency:answer-question": "answered in sight of the question",
    "transparency:ask-question": "asked in sight of the report",
    "transparency:withdraw-question": "cannot be taken back",
    "transparency:count-contribution": "arithmetic with dated norms, which `norms` tells",
    "files:read-photo": "a file, by the address that pages give",
    "hall:read-colours": LOOKS,
    "hall:read-inconveniences": "words of visitors, answered on the page of the trial",
    "hall:tell-inconvenience": PERSON,
    **dict.fromkeys(
        (
            "appeals:check-appeal",
            "appeals:choose-way",
            "appeals:discard-draft",
            "appeals:read-appeal",
            "appeals:read-letter",
            "appeals:read-sent",
            "appeals:withdraw-appeal",
            "appeals:write-appeal",
        ),
        LETTER,
    ),
    "appeals:cancel-booking": "a time to come in person, given up by who has it",
    **dict.fromkeys(
        (
            "workdays:add-photos",
            "workdays:allow-day",
            "workdays:cancel-day",
            "workdays:forbid-day",
            "workdays:hold-tools",
            "workdays:sum-up-day",
            "workdays:turn-over-day",
            "matching:name-owner",
        ),
        "people agree on it, each with the page before them",
    ),
    "workdays:list-hours": "names of those who agreed, for whom the journal writes down",
    "help:index": "advice to people about pages",
    "orders:answer-order": "the word of an elected deputy under their own name",
    "orders:mend-order": "written anew by its author, who has read why it was turned down",
    "orders:give-order": "given to a deputy by a voter who has read those like it",
    "orders:read-atom": FEED,
    "orders:read-rss": FEED,
    "orders:read-sent": "what comes next, after the form",
    "initiatives:add-photos": "photos of the author, with the page before them",
    "initiatives:begin-anew": GROUP,
    "initiatives:begin-proposal": GROUP,
    "initiatives:describe-matter": GROUP,
    "initiatives:describe-means": GROUP,
    "initiatives:describe-plan": GROUP,
    "initiatives:discard-proposal": GROUP,
    "initiatives:gather-group": GROUP,
    "initiatives:join-group": GROUP,
    "initiatives:leave-group": GROUP,
    "initiatives:list-similar": GROUP,
    "initiatives:list-thresholds": "the norms stand in `norms`, the threshold in each proposal",
    "initiatives:read-atom": FEED,
    "initiatives:read-rss": FEED,
    "initiatives:read-sent": GROUP,
    "initiatives:retire-proposal": "cannot be taken back",
    **dict.fromkeys(
        (
            "matching:allow-work",
            "matching:close-need",
            "matching:forbid-work",
        ),
        OWNERS,
    ),
    "notifications:choose-channels": PERSON,
    "notifications:drop-area": PERSON,
    "notifications:fall-silent": PERSON,
    "notifications:follow-topic": PERSON,
    "notifications:keep-area": PERSON,
    "notifications:leave-channel": PERSON,
    "notifications:list-followed": "stands in `me-data`",
    "notifications:open-notice": PERSON,
    "notifications:read-all": PERSON,
    "notifications:read-notices": "stands in `me-data`",
    "notifications:show-link-code": PERSON,
    "notifications:subscribe-device": PERSON,
    "notifications:unfollow-topic": PERSON,
    "notifications:unsubscribe": PERSON,
    "moderation:complain": "calls a person to look, in sight of the text",
    "organisations:territory-feed": FEED,
    "polls:calendar": FEED,
    "polls:embed-code": LOOKS,
    "polls:embed-poll": LOOKS,
    "polls:embed-result": LOOKS,
    "polls:feed": FEED,
    "polls:poll-calendar": FEED,
    "polls:protocol": "a paper to be signed; what it counts is in the result",
    "homes:find-house": "a form; `addresses` finds the house",
    "homes:read-atom": FEED,
    "places:read-street": "leads to what is known of a street: reports and outages",
    "reports:call-neighbours": "people agree on it, each with the page before them",
    "reports:find-outside": "a form; the card is told to who knows its number",
    "reports:read-outside": "a card told to who knows its number",
    "reports:take-later": STEP,
    "reports:write-later": STEP,
    "reports:begin-report": STEP,
    "reports:choose-category": STEP,
    "reports:describe-problem": STEP,
    "reports:discard-draft": STEP,
    "reports:file-report": STEP,
    "reports:open-group": STEP,
    "reports:read-sent": STEP,
    "reports:show-place": STEP,
    "reports:thank-crew": "said on the page, in sight of what was done",
    "reports:export-reports": FEED,
    "reports:read-atom": FEED,
    "reports:read-geojson": FEED,
    "reports:read-rss": FEED,
    "reports:open311:api-root": "shows nothing: programs begin at the discovery",
    "reports:open311:discover-services": FEED,
    "reports:open311:list-services": FEED,
    "reports:open311:define-service": FEED,
    "reports:open311:list-requests": FEED,
    "reports:open311:file-request": FEED,
    "reports:open311:read-request": FEED,
    "reports:open311:read-token": FEED,
    "reports:open311:list-updates": FEED,
    "portal:developers": "tells of the API itself",
    "portal:icon": LOOKS,
    "portal:language": LOOKS,
    "portal:manifest": LOOKS,
    "portal:maskable-icon": LOOKS,
    "portal:offline": LOOKS,
    "portal:robots": FEED,
    "portal:set-sight": LOOKS,
    "portal:share-picture": LOOKS,
    "portal:sight": LOOKS,
    "portal:sitemap": FEED,
    "portal:theme": LOOKS,
    "portal:town-picture": LOOKS,
    "portal:worker": LOOKS,
}


def public_pages() -> set[str]:
    return {
        route.name
        for route in all_routes()
        if not route.path.startswith(("api/", "office/", "me/", "sign-", "design", "inbox"))
    }


def test_every_public_page_has_its_operation_or_a_reason() -> None:
    pages = public_pages()
    assert pages == TOLD.keys() | UNTOLD.keys()
    assert not TOLD.keys() & UNTOLD.keys()


def test_every_own_page_has_its_operation_or_a_reason() -> None:
    pages = {route.name for route in all_routes() if route.path.startswith("me/")}
    assert pages == OWN.keys() | OWN_UNTOLD.keys()


def test_the_operations_are_there() -> None:
    names = {route.name.removeprefix("api-1:") for route in all_routes() if "api/" in route.path}
    assert {*TOLD.values(), *OWN.values()} <= names


def test_every_operation_shows_an_example_of_its_own_shape(town: Any) -> None:
    description = json.loads(Client().get("/api/v1/openapi.json").content)
    for path, operations in description["paths"].items():
        for operation in operations.values():
            assert operation["description"], path
            for content in operation.get("requestBody", {}).get("content", {}).values():
                shape = {**content["schema"], "components": description["components"]}
                jsonschema_rs.validate(shape, content["example"])
            answers = [code for code in operation["responses"] if code.startswith("2")]
            for content in operation["responses"][answers[0]]["content"].values():
                shape = {**content["schema"], "components": description["components"]}
                jsonschema_rs.validate(shape, content["example"])
