"""Cycles and projects behind their addresses: set up, open, voted on, counted, built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veche.commons.ballots import public as ballots
from veche.commons.files import public as files
from veche.commons.files.tests.makers import photo
from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.public import PersonRef
from veche.domains.budgeting.actions import picturing, sharing
from veche.domains.budgeting.queries import picturing as pictures
from veche.domains.budgeting.queries import shares
from veche.domains.budgeting.rules import statement
from veche.domains.budgeting.tests import makers
from veche.kernel import clock

Thing = Mapping[str, str]


def furnish_budgeting(word: str, resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """What addresses of the people's budget may name in the town being served."""
    switch_service("budgeting", "on")
    setup = makers.make_draft_cycle()
    takes = makers.make_cycle()
    draft = makers.make_draft(takes, resident, title=f"{word} черновик")
    own = makers.make_project(takes, resident, title=f"{word}: скамейки у пруда")
    shot = files.save_photo(photo(), owner=resident.known_id, purpose=pictures.SENT_FILES).id
    picturing.add_photos(resident, slug=own.slug, photo_ids=[shot])
    counted, rows = makers.make_approved()
    built = makers.make_accepted()
    votes, _rows = makers.make_vote()
    stack = makers.make_stack(votes)
    pack = ballots.packs(votes.id)[0]
    paid = statement.Line(on=clock.now().date(), number=word, kopecks=100_00, purpose="")
    sharing.take_statement(makers.official(), lines=[paid])
    payment = shares.unmatched().items[0]
    number = "000000000000"
    return {
        "/budget-votes/": [
            {"slug": counted.slug, "form": "pdf", "code": "f1"},
            {"slug": takes.slug},
        ],
        "/budget-projects/": [
            {"slug": own.slug, "photo_id": str(shot)},
            {"slug": rows[0].slug},
            {"slug": built.slug, "sheet": "a4"},
        ],
        "/office/budget-counter/": [
            {
                "slug": votes.slug,
                "pack_id": str(pack.id),
                "stack_id": str(stack),
                "serial": str(pack.first),
            }
        ],
        "/office/budget-votes/payments/": [{"payment_id": str(payment.id)}],
        **dict.fromkeys(
            ("/budget-projects/drafts/", "/api/v1/budget-projects/drafts/"),
            [{"draft_id": str(draft.id)}],
        ),
        "/api/v1/budget-votes/": [
            {"slug": counted.slug, "number": number},
            {"slug": takes.slug, "number": number},
        ],
        "/api/v1/budget-projects/": [{"slug": own.slug}, {"slug": rows[0].slug}],
        "/office/budget-votes/": [
            {"slug": setup.slug},
            {"slug": takes.slug},
            {"slug": counted.slug},
            {"slug": makers.make_scored()[0].slug},
            {"slug": makers.make_state_over().slug},
        ],
        "/office/budget-votes/projects/": [
            {"slug": own.slug, "kind": "land"},
            {"slug": rows[0].slug, "kind": "land"},
        ],
    }
