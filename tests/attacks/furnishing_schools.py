"""School polls behind their addresses: one that runs, one that is over, consents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veche.commons.hall.tests.makers import switch_service
from veche.commons.identity.public import PersonRef
from veche.commons.organisations.tests import makers as members
from veche.domains.schools import queries
from veche.domains.schools.models import Consent
from veche.domains.schools.tests import makers

Thing = Mapping[str, str]


def furnish_schools(word: str, resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """What addresses of school polls may name in the town being served."""
    switch_service("schools", "on")
    members.make_organisation(resident, 77, name=f"{word}: школа")
    school = next(one for one in queries.schools_of(resident) if one.name.startswith(word))
    over = makers.running(resident, title=f"{word}: двор", school_id=school.id)
    for code in makers.codes(over)[:10]:
        makers.answer(code)
    over = makers.over(over)
    going = makers.running(resident, prefix="2", title=f"{word}: поездка", school_id=school.id)
    draft = makers.draft(resident, title=f"{word}: черновик", school_id=school.id)
    consent = Consent.objects.filter(organisation_id=school.id).first()
    assert consent is not None
    polls = [{"slug": one.slug} for one in (going, over)]
    return {
        "/school-polls/": polls,
        "/api/v1/school-polls/": polls,
        "/me/school-polls/": [*polls, {"slug": draft.slug}],
        "/me/school-polls/consents/": [{"slug": school.slug, "consent_id": str(consent.id)}],
    }
