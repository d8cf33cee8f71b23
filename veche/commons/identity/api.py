"""What a program may ask about the owner of its key."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from veche.commons.identity import policies, public
from veche.commons.identity.bearer import by_key, grant_of
from veche.commons.identity.rules.tokens import READ_DATA, READ_OWN
from veche.kernel.access import access
from veche.kernel.errors import NotFound
from veche.kernel.web.described import example

router = Router()


class KeyOut(Schema):
    """The key that was sent: what it is good for and its last day."""

    scopes: list[str]
    ends_on: date


class MeOut(Schema):
    """Whose key this is: how surely the town knows the person, and whether it knows their home."""

    level: int
    contact: str
    has_home: bool
    key: KeyOut


# not shown: an example for programmers
_ME = {
    "level": 1,
    "contact": "+7 900 •••-••-01",
    "has_home": True,
    "key": {"scopes": ["own:read", "vote"], "ends_on": "2027-02-27"},
}
_DATA = {
    "id": "6f0c2a52-6f1c-4a50-9d55-7f0a5b1f2c11",
    "level": 1,
    "contacts": [{"kind": "phone", "address": "+79000000001"}],
    "details": [{"kind": "birth_date", "value": "1980-05-17", "declared_level": 1}],
    "roles": [],
    "documents_seen": [],
    "letters": [],
    "volunteer_name": [],
    "passkeys": [],
    "programs": [],
    "notice_addresses": [],
    "sign_in_services": [],
    "signed_in": [],
    "services": {
        "advice": {"questions": [], "answers": [], "marks": [], "doubts": []},
        "appeals": {"appeals": [], "drafts": [], "receptions": []},
        "commitments": [],
        "discussion": [],
        "initiatives": {"proposals": [], "groups": [], "supported": []},
        "matching": [],
        "moderation": [],
        "notifications": {"following": [], "areas": [], "choices": [], "silent": False, "told": []},
        "orders": {"orders": [], "supported": []},
        "organisations": [],
        "points": {"balance": 0, "deeds": 0, "minutes": 0, "lines": [], "orders": []},
        "polls": [],
        "privacy": {"consents": [], "requests": [], "looks": []},
        "reports": {"reports": [], "drafts": [], "supported": [], "thanked": []},
        "webhooks": [
            {
                "url": "https://example.org/veche",
                "kinds": ["polls.poll_closed"],
                "state": "on",
                "added_at": "2026-11-09T18:00:03+00:00",
            }
        ],
        "budgeting": {"projects": [], "ballots": []},
        "transparency": {"questions": []},
        "workdays": {"called": [], "came": []},
    },
}


@router.get("/me", response=MeOut, url_name="me", **by_key(READ_OWN, example(_ME)))
@access(policies.may_open_me)
def read_me(request: HttpRequest) -> dict[str, Any]:
    """Whose key this is and what it is good for; try a new key on it."""
    person, grant = public.person_of(request), grant_of(request)
    policies.may_open_me(person).or_refuse()
    if grant is None:
        raise NotFound()  # the key was asked for already; this tells the type checker
    return {
        "level": person.level,
        "contact": public.masked_contact(person),
        "has_home": person.home_place_id is not None,
        "key": {"scopes": list(grant.scopes), "ends_on": grant.ends_on},
    }


@router.get(
    "/me/data",
    response=dict[str, Any],
    url_name="me-data",
    **by_key(READ_DATA, example(_DATA)),
)
@access(policies.may_export_personal_data)
def read_data(request: HttpRequest) -> dict[str, Any]:
    """The copy of all that is held about the person: the file of the page «My data»."""
    return public.personal_export(public.person_of(request))
