"""Proposals behind their addresses: a draft, one with sheets of paper, one that waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import uuid4

from veche.commons.identity.public import CLERK, PersonRef
from veche.domains.initiatives.actions import sheets
from veche.domains.initiatives.models import Proposal
from veche.domains.initiatives.queries import signing
from veche.domains.initiatives.tests import makers

Thing = Mapping[str, str]
TO_POLLS = "polls.poll"


def furnish_initiatives(word: str, resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """What addresses of proposals may name in the town being served."""
    makers.open_service()
    draft = Proposal.objects.get(id=makers.make_draft(resident, title=f"{word} черновик"))
    own = makers.make_proposal(resident, title=f"{word}: скамейки у школы")
    enough = makers.reached(makers.make_proposal(title=f"{word}: мост через овраг"))
    pack = sheets.print_sheets(makers.role(CLERK), slug=own.slug, amount=1, key=uuid4())
    (sheet,) = signing.pack(pack)
    return {
        "/initiatives/": [{"slug": own.slug}],
        **dict.fromkeys(
            ("/initiatives/drafts/", "/api/v1/initiatives/drafts/"), [{"draft_id": str(draft.id)}]
        ),
        "/initiatives/join/": [{"token": draft.invite}],
        "/api/v1/initiatives/": [{"slug": own.slug}, {"slug": enough.slug}],
        "/office/initiatives/": [{"slug": enough.slug, "kind": TO_POLLS}],
        "/office/signatures/": [{"slug": own.slug, "number": sheet.number, "pack_id": str(pack)}],
    }
