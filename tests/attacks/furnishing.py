"""A town with one of everything that an address can name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import override_settings

from tests.attacks.furnishing_advice import furnish_advice, furnish_points
from tests.attacks.furnishing_appeals import furnish_appeals
from tests.attacks.furnishing_budgeting import furnish_budgeting
from tests.attacks.furnishing_homes import furnish_homes
from tests.attacks.furnishing_initiatives import furnish_initiatives
from tests.attacks.furnishing_opendata import furnish_opendata
from tests.attacks.furnishing_orders import furnish_orders
from tests.attacks.furnishing_reports import furnish_reports
from tests.attacks.furnishing_schools import furnish_schools
from tests.attacks.furnishing_transparency import furnish_transparency
from tests.attacks.furnishing_workdays import furnish_workdays
from tests.attacks.made import cast, close, make_poll
from veche.commons.ballots import public as ballots
from veche.commons.commitments import actions as deciding
from veche.commons.commitments import public as commitments
from veche.commons.commitments.tests import makers as decisions
from veche.commons.discussion import actions as arguing
from veche.commons.documents import public as documents
from veche.commons.files import public as files
from veche.commons.files.tests.makers import photo
from veche.commons.hall.models import Inconvenience, TownSettings
from veche.commons.identity import public as identity
from veche.commons.identity import vault
from veche.commons.identity.actions import sign_ins
from veche.commons.identity.actions.declaring import data_key
from veche.commons.identity.models import ApiToken, Passkey
from veche.commons.identity.public import PersonRef
from veche.commons.identity.tests.makers import make_person, make_token
from veche.commons.matching.models import Match, Skill, Solver
from veche.commons.matching.tests import makers as helping
from veche.commons.moderation.models import Appeal, Item, Twins
from veche.commons.moderation.tests import makers as moderating
from veche.commons.notifications.actions import following, telling
from veche.commons.notifications.models import Notice
from veche.commons.notifications.sending import by_email
from veche.commons.organisations import actions as organisations
from veche.commons.organisations.models import Announcement, Membership
from veche.commons.organisations.tests import makers as members
from veche.commons.pages import actions as writing
from veche.commons.places import public as places
from veche.commons.places import trying
from veche.commons.places.tests.makers import make_feature, make_file, make_town
from veche.commons.privacy import actions as privacy
from veche.commons.webhooks import actions as webhooks
from veche.domains.help import actions as asking
from veche.domains.polls import actions, jobs, queries
from veche.domains.polls.models import Campaign, Material, Poll, Protocol
from veche.kernel import clock

Thing = Mapping[str, str]
PDF = b"%PDF-1.4\n%%EOF\n"
BRAND = "#1f5f8b"


@dataclass
class Furnished:
    """A town with something behind every address.

    `word` stands in all of it, `hidden` in what only those may read who work on it.
    """

    word: str
    hidden: str
    resident: PersonRef
    open: Poll
    closed: Poll
    draft: Poll
    decision: str
    receipt: str
    photo: UUID
    # What an address under that path may name: the parts of its route, by their names.
    things: dict[str, Sequence[Thing]] = field(default_factory=dict)


def furnish(word: str) -> Furnished:
    """Fill the town being served."""
    make_town()
    contact = f"voter-{uuid4().hex}@example.org"
    resident = make_person(birth_year=1980, contact=contact, level=2)
    author = make_person(roles=["author"])
    running = make_poll(title=f"{word} идёт", summary=word)
    receipt = cast(running, "o2", person=resident).number
    over = make_poll(title=f"{word} завершён", summary=word)
    cast(over, "o1", person=resident)
    close(over)
    jobs.publish_count(str(over.id))
    draft = make_poll(title=f"{word}-закрыто", state="draft", author_id=author.id)
    owed = commitments.of("polls.poll", over.id)
    assert owed is not None
    picture = files.save_photo(_upload("a.jpg", photo()), owner=author.id, purpose="polls.cover")
    made = Furnished(
        word=word,
        hidden=f"{word}-закрыто",
        resident=resident,
        open=running,
        closed=over,
        draft=draft,
        decision=owed.slug,
        receipt=receipt,
        photo=picture.id,
    )
    made.things = {
        # Before anything waits for a moderator that stays waiting.
        **furnish_advice(word, resident),
        **furnish_points(word, resident),
        **furnish_initiatives(word, resident),
        **furnish_budgeting(word, resident),
        **furnish_workdays(word, resident),
        **_polls(made),
        **_counter(word),
        **_decisions(made),
        **_own(resident),
        **_organisations(word, resident, contact),
        **_programs(resident),
        **_pages(word),
        **_privacy(),
        **_moderation(resident),
        **_discussion(running, author, resident),
        **_matching(word, resident),
        **furnish_reports(word, resident),
        **furnish_homes(word, resident),
        **furnish_orders(word, resident),
        **furnish_transparency(word, resident),
        **furnish_opendata(word, resident),
        **furnish_schools(word, resident),
        **furnish_appeals(word, resident),
        **_files(picture.id, author),
        **_notices(resident, word),
        **_rest(made),
    }
    return made


def with_every_role(made: Furnished) -> PersonRef:
    """The resident, appointed to everything: no door of the town stays shut."""
    person_id = made.resident.known_id
    for role in identity.ROLES:
        identity.grant_role(person_id, role, act="Распоряжение № 2")
    found = identity.person_by_id(person_id)
    assert found is not None
    return found


def _upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def _polls(made: Furnished) -> dict[str, Sequence[Thing]]:
    material = Material.objects.create(
        poll=made.draft, position=1, title=made.hidden, text=made.hidden
    )
    auditor = make_person(roles=[identity.AUDITOR], level=2)
    actions.begin_calls(auditor, slug=made.closed.slug)
    call = queries.next_call(auditor, made.closed)
    assert call is not None
    Protocol.objects.create(
        poll=made.closed,
        number="1",
        signed_on=clock.now().date(),
        signatory_post="Глава",
        signatory_name="Иванова",
        template_number=documents.template_number("protocol"),
    )
    whole = {"code": "q1", "step": "passport", "form": "pdf"}
    all_three: list[Thing] = [
        {"slug": made.open.slug, **whole, "number": made.receipt},
        {"slug": made.closed.slug, **whole, "call_id": str(call.id)},
        {"slug": made.draft.slug, **whole, "material_id": str(material.id)},
    ]
    cards = [{"service": "polls", "key": one["slug"]} for one in all_three]
    return {
        "/office/polls/": all_three,
        "/polls/": all_three,
        "/embed/polls/": all_three,
        "/api/v1/polls/": all_three,
        "/share/": cards,
    }


def _counter(word: str) -> dict[str, Sequence[Thing]]:
    """A poll with printed sheets, one of them typed in and waiting for a second person."""
    poll = make_poll(title=f"{word} на бумаге")
    clerk, day = make_person(level=2, roles=[identity.CLERK]), clock.now().date()
    by: dict[str, Any] = {"clerk_id": clerk.known_id, "day": day}
    pack = ballots.print_pack(poll.id, amount=2, pack_id=uuid4(), **by)
    for number in ballots.numbers_of_pack(poll.id, pack.id):
        ballots.hand_out(poll.id, person_id=uuid4(), **by)
        ballots.enter_sheet(poll.id, number=number, typed={"q1": ["o1"]}, key=uuid4(), **by)
    actions.hand_over_stack(clerk, poll=poll)
    (stack,) = ballots.stacks(poll.id)
    batch = ballots.give_batch(
        poll.id, amount=1, collector_id=uuid4(), clerk_id=clerk.known_id, day=day, batch_id=uuid4()
    )
    named = {
        "batch_id": str(batch.id),
        "pack_id": str(pack.id),
        "stack_id": str(stack.id),
        "serial": str(pack.first),
    }
    return {"/office/counter/": [{"slug": poll.slug, **named}]}


def _decisions(made: Furnished) -> dict[str, Sequence[Thing]]:
    owed = commitments.of("polls.poll", made.closed.id)
    assert owed is not None
    deciding.record_decision(decisions.APPROVING, commitment_id=owed.id, text=decisions.decision())
    deciding.add_stage(
        decisions.AUTHORING, commitment_id=owed.id, title=made.word, planned_on=decisions.soon(20)
    )
    (stage,) = decisions.again(owed).stages
    thing: list[Thing] = [{"slug": owed.slug, "stage_id": str(stage.id)}]
    return {"/decisions/": thing, "/office/decisions/": thing, "/api/v1/decisions/": thing}


def _own(resident: PersonRef) -> dict[str, Sequence[Thing]]:
    person_id = resident.known_id
    key = Passkey.objects.create(
        person_id=person_id,
        credential_id=uuid4().bytes,
        public_key=b"key",
        user_handle=person_id.bytes,
        sealed_name=vault.seal(data_key(person_id), person_id, vault.PASSKEY_NAME, "Мой телефон"),
        added_on=sign_ins.today(),
    )
    sign_in_id = sign_ins.open_sign_in(person_id, "code", "")
    return {
        "/me/passkeys/": [{"passkey_id": str(key.id)}],
        "/me/devices/": [{"sign_in_id": str(sign_in_id)}],
    }


def _organisations(word: str, head: PersonRef, contact: str) -> dict[str, Sequence[Thing]]:
    """A checked one with two members, one that asks to be checked, an elder, words of both."""
    west = next(place.id for place in places.places() if place.name == "Западный")
    fellow, newcomer = (make_person(level=2) for _one in range(2))
    clerk = make_person(level=2, roles=[identity.CLERK])
    checked = members.make_organisation(head, 1, name=f"{word} школа", place_id=west)
    joining = organisations.ask_to_join(fellow, slug=checked.slug, post="завуч", right="member")
    members.admit(clerk, Membership.objects.get(number=joining), right="member")
    fellows = Membership.objects.get(person_id=fellow.known_id)
    own = Membership.objects.get(person_id=head.known_id)
    waits = members.ask(newcomer, 2, name=f"{word} вторая")
    mandate = members.give(contact)
    organisations.write_announcement(
        head, title=word, text=f"{word} зовёт на ярмарку", organisation=checked.slug
    )
    said = Announcement.objects.get(organisation_id=checked.id)
    one: list[Thing] = [{"slug": checked.slug, "membership_id": str(fellows.id)}]
    mandated: list[Thing] = [{"slug": mandate}]
    territory: list[Thing] = [{"place_id": str(west)}]
    return {
        "/organisations/": one,
        "/api/v1/organisations/": one,
        "/me/organisations/": one,
        "/me/organisations/leave/": [{"membership_id": str(own.id)}],
        "/office/organisations/": [{"slug": checked.slug, "request_id": str(waits.id)}],
        **dict.fromkeys(("/territories/", "/api/v1/territories/"), territory),
        "/me/mandates/": mandated,
        "/office/mandates/": mandated,
        "/office/announcements/": [{"slug": said.slug}],
    }


def _programs(resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """A key of the resident, and addresses that hear of events: the town's and their own."""
    make_token(resident, "own:read")
    token = ApiToken.objects.get(person_id=resident.known_id)
    admin = make_person(level=2, roles=[identity.ADMIN])
    with override_settings(WEBHOOKS_LOCAL=True):
        added = webhooks.add_webhook(
            admin, url="http://127.0.0.1:9/", kinds=["polls.poll_closed"], key=uuid4().hex
        )
        own = webhooks.add_webhook(
            resident,
            url="http://127.0.0.1:9/own",
            kinds=["polls.poll_closed"],
            key=uuid4().hex,
            is_own=True,
        )
    sent = webhooks.test_webhook(admin, added.id, is_own=False)
    own_sent = webhooks.test_webhook(resident, own.id, is_own=True)
    return {
        "/me/tokens/": [{"token_id": str(token.id)}],
        "/me/webhooks/": [{"endpoint_id": str(own.id), "delivery_id": str(own_sent)}],
        "/office/webhooks/": [{"endpoint_id": str(added.id), "delivery_id": str(sent)}],
    }


def _pages(word: str) -> dict[str, Sequence[Thing]]:
    """A page of the town's own address and a piece of news."""
    admin = make_person(level=2, roles=[identity.ADMIN])
    slug = writing.publish_page(admin, slug="", title=f"{word} страница", text=word)
    page: list[Thing] = [{"slug": slug, "number": "1"}]
    news: list[Thing] = [{"slug": writing.publish_news(admin, title=f"{word} новость", text=word)}]
    return {
        **dict.fromkeys(("/pages/", "/office/pages/", "/api/v1/pages/"), page),
        **dict.fromkeys(("/news/", "/office/news/", "/api/v1/news/"), news),
    }


def _privacy() -> dict[str, Sequence[Thing]]:
    officer = make_person(roles=[identity.PRIVACY], level=2)
    asked = privacy.make_request(make_person(), kind="access")
    leak = privacy.start_leak(officer, is_drill=True)
    return {
        "/office/privacy/requests/": [{"number": asked}],
        "/office/privacy/leaks/": [{"number": leak}],
    }


def _moderation(resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """A text of the resident's that waits, one removed and argued for, two accounts alike."""
    kept: dict[str, Any] = {
        "kind": "discussion.argument",
        "author_id": resident.id,
        "submitted_at": clock.now(),
        "due_on": clock.now().date(),
    }
    waits = Item.objects.create(subject_id=uuid4(), **kept)
    gone = Item.objects.create(
        subject_id=uuid4(), state="removed", reason="advert", decided_at=clock.now(), **kept
    )
    appeal = Appeal.objects.create(item=gone, text="Это не реклама", due_on=clock.now().date())
    one, other = sorted((uuid4(), uuid4()))
    twins = Twins.objects.create(
        one_id=one, other_id=other, same_texts=4, same_minutes=2, same_home=True
    )
    return {
        "/office/moderation/": [{"item_id": str(waits.id)}],
        "/office/moderation/bans/": [{"ban_id": str(moderating.make_ban(words=["обломок"]).id)}],
        "/office/moderation/appeals/": [{"appeal_id": str(appeal.id)}],
        "/office/same-people/": [{"twins_id": str(twins.id)}],
        "/me/texts/": [{"item_id": str(gone.id)}],
    }


def _discussion(poll: Poll, author: PersonRef, resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """Arguments of an official and of the resident below the running poll."""
    Poll.objects.filter(id=poll.id).update(has_discussion=True)
    said = arguing.write_argument(
        author,
        kind="polls.poll",
        subject_id=poll.id,
        side="for",
        text="Там тень летом, а здесь зной.",
    )
    own = arguing.write_argument(
        resident,
        kind="polls.poll",
        subject_id=poll.id,
        side="against",
        text="Далеко от школы, детям через дорогу.",
    )
    about: list[Thing] = [{"kind": "polls.poll", "subject_id": str(poll.id)}]
    one: list[Thing] = [{"argument_id": str(said.id)}]
    public: list[Thing] = [{"kind": "discussion.argument", "subject_id": str(said.id)}]
    return {
        **dict.fromkeys(("/discussion/", "/api/v1/discussions/"), about),
        "/api/v1/arguments/": one,
        "/discussion/arguments/": [*one, {"argument_id": str(own.id)}],
        "/moderation/complain/": public,
    }


def _matching(word: str, resident: PersonRef) -> dict[str, Sequence[Thing]]:
    """A neighbour who helps the resident, talks in each part of the way, a licence to look at."""
    helper = helping.make_solver(name="Сосед с дрелью", kinds=["cleanup"])
    need = helping.make_need(resident.id, title=f"{word} убрать двор")
    own = helping.make_solver(resident, name="Житель с лопатой")
    firm = Solver.objects.create(
        kind="organisation",
        organisation_id=members.make_organisation(resident, 91, name="Сварка").id,
        name="Сварка",
        waits_since=clock.now().date(),
    )
    skill = Skill.objects.create(
        solver=firm, work_kind_id="welding", licence="№ 7", licence_state="claimed"
    )
    talk = Match.objects.create(
        need=need, solver=helper, state="offered", answer_by=clock.now().date()
    )
    return {
        "/together/needs/": [{"slug": need.slug, "solver_slug": helper.slug}],
        "/together/solvers/": [{"slug": helper.slug}],
        "/api/v1/together/needs/": [{"slug": need.slug}],
        "/api/v1/together/talks/": [{"slug": talk.slug}],
        "/api/v1/together/solvers/": [{"slug": helper.slug}],
        "/together/talks/": [{"slug": talk.slug}],
        "/me/helping/": [{"slug": own.slug, "organisation_id": str(firm.organisation_id)}],
        "/office/licences/": [{"skill_id": str(skill.pk)}],
    }


def _files(picture: UUID, author: PersonRef) -> dict[str, Sequence[Thing]]:
    """Of each kind one that only its author sees, and one that everybody does."""
    kept: dict[str, Any] = {"owner": author.id, "purpose": "polls.material"}
    paper = files.save_document(_upload("a.pdf", PDF), **kept)
    shown = [
        files.save_photo(_upload("b.jpg", photo()), **kept).id,
        files.save_document(_upload("b.pdf", PDF), **kept).id,
    ]
    table = files.save_table(b"a;b", **kept, name="c.csv").id
    shown.append(table)
    files.attach(
        author.id, file_ids=shown, subject_kind="polls.poll", subject_id="1", is_public=True
    )
    return {
        "/files/": [
            {"file_id": str(file_id), "size": "320", "form": "csv"}
            for file_id in (picture, paper.id, *shown)
        ]
    }


def _notices(resident: PersonRef, word: str) -> dict[str, Sequence[Thing]]:
    """A notice that has reached the resident, a place they follow, the link of their letters."""
    west = next(place for place in places.places() if place.name == "Западный")
    area = following.keep_area(
        resident,
        latitude=west.latitude,
        longitude=west.longitude,
        radius_m=500,
        key=uuid4().hex,
    )
    notice = Notice.objects.create(
        event_id=uuid4(),
        kind="polls.poll_closed",
        words={"ru": [word, word]},
        url="/polls/",
        topics=[],
        people=[resident.known_id],
        besides=[],
    )
    telling.fan_out(notice.id)
    mark: list[Thing] = [{"mark": by_email.token_of(resident.known_id)}]
    return {
        "/notifications/": [{"notice_id": str(notice.id)}],
        "/notifications/areas/": [{"area_id": str(area)}],
        **dict.fromkeys(("/notifications/off/", "/api/v1/notifications/off/"), mark),
    }


def _rest(made: Furnished) -> dict[str, Sequence[Thing]]:
    trying.try_upload(
        places.Machine(), kind=trying.OUTLINES, data=make_file(make_feature(made.word))
    )
    today = clock.now().date()
    campaign = Campaign.objects.create(
        title=made.hidden,
        starts_on=today - timedelta(days=90),
        ends_on=today - timedelta(days=60),
        names="Сидоров",
        act="Решение № 1",
    )
    asked = asking.ask_support(visitor=made.word, screen="", text=made.hidden, key=uuid4().hex)
    TownSettings.objects.update_or_create(id=1, defaults={"brand": BRAND, "stamp": uuid4()})
    told = Inconvenience.objects.create(service="polls", page="/", text=made.hidden)
    west = next(place for place in places.places() if place.name == "Западный")
    return {
        "/office/rules/campaign/": [{"campaign_id": str(campaign.id)}],
        "/office/help/": [{"slug": asked}],
        "/api/v1/inquiries/": [{"number": asked}],
        "/office/told/": [{"told_id": str(told.id)}],
        "/api/v1/places/": [{"place_id": str(west.id)}],
    }
