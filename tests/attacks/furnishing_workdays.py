"""Neighbours' days behind their addresses: one that is called, one that was, tools, hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person
from veche.domains.workdays.queries import reading
from veche.domains.workdays.tests import makers

Thing = Mapping[str, str]
# What neighbours may do themselves comes with every town.
FORMS: Mapping[str, Sequence[Thing]] = {"/workdays/new/": [{"code": "bench"}, {"code": "roads"}]}


def furnish_workdays(word: str, resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """What addresses of neighbours' days may name in the town being served."""
    makers.open_service()
    coming = makers.called(make_person(), title=f"{word}: скамейка у подъезда")
    was = makers.done(resident, make_person(), title=f"{word}: субботник")
    number = reading.helpers(was)[0].number or ""
    rake = makers.tool(title=f"{word}: грабли")
    return {
        "/workdays/": [{"slug": coming.slug, "form": "csv"}, {"slug": was.slug, "form": "xlsx"}],
        "/workdays/certificates/": [{"number": number}],
        "/me/workdays/": [{"number": number}],
        "/api/v1/workdays/": [{"slug": coming.slug, "number": number}],
        "/office/workdays/": [{"slug": coming.slug, "tool_id": str(rake)}],
    }
