"""Words to a territory reach those who follow it; the end of a request reaches who asked."""

from __future__ import annotations

from typing import Any

from veche.commons.identity.tests.makers import make_person
from veche.commons.organisations import events, public, told
from veche.commons.organisations.actions import write_announcement
from veche.commons.organisations.models import Announcement, Membership
from veche.commons.organisations.tests.makers import make_organisation
from veche.commons.places import public as places
from veche.commons.places.tests.makers import make_town

KINDS = {kind.event: kind for kind in told.NOTICES}


def test_words_reach_the_territory_and_all_it_lies_in(town: Any) -> None:
    make_town()
    west = next(one for one in places.places() if one.name == "Западный")
    head = make_person(level=2)
    school = make_organisation(head, place_id=west.id)
    write_announcement(head, title="Ярмарка", text="В субботу", organisation=school.slug)
    row = Announcement.objects.get()
    notice = KINDS[events.AnnouncementWritten.kind].tell({"announcement_id": str(row.id)})
    assert notice is not None
    assert notice.title.endswith("Ярмарка")
    assert set(notice.topics) == {public.territory_topic(one) for one in places.lineage(west.id)}
    assert notice.besides == (head.known_id,)
    Announcement.objects.update(taken_down_at=row.written_at, reason="Ошибка")
    assert KINDS[events.AnnouncementWritten.kind].tell({"announcement_id": str(row.id)}) is None
    assert told.TOPICS[0].find(str(west.id)) is not None
    assert told.TOPICS[0].find("nonsense") is None


def test_the_end_of_a_request_is_told_to_who_asked_alone(town: Any) -> None:
    make_town()
    head = make_person(level=2)
    make_organisation(head)
    own = Membership.objects.get(person_id=head.known_id)
    for kind in (events.MemberAdmitted.kind, events.RequestRefused.kind):
        notice = KINDS[kind].tell({"request_id": str(own.id)})
        assert notice is not None
        assert notice.people == (head.known_id,)
        assert notice.topics == ()
