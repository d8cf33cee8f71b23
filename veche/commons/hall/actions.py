"""What may be changed in the hall: one verb, one policy, one audit entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from veche.commons.audit import public as audit
from veche.commons.files import public as files
from veche.commons.hall import colours, policies, queries, rules, services
from veche.commons.hall.models import Inconvenience, ServiceSwitch, TownSettings
from veche.commons.hall.rules import Switch
from veche.commons.identity.public import PersonRef
from veche.commons.places import public as places
from veche.commons.towns import public as towns
from veche.kernel import clock, limits, locks, stamps
from veche.kernel.errors import Conflict, Invalid, NotFound

EMBLEM_FILES = "hall.emblem"
SUBJECT = "town"
LOCK = "hall.settings"
TOLD_PER_ADDRESS = (10, 3600)
TOLD_PER_TOWN = (2000, 3600)


@dataclass(frozen=True)
class Face:
    """How the town shows itself. `sign` and `arms`: a new picture's id, or None to leave it."""

    service_name: str
    brand: str
    time_zone: str
    languages: Sequence[str]
    age_mark: str
    sign: UUID | None = None
    arms: UUID | None = None
    without_sign: bool = False
    without_arms: bool = False


def touch() -> None:
    """Give the settings a new stamp, so that no process shows what it kept with them."""
    _save(_locked())


def note_step(step: str) -> None:
    """A step of the first start was done on its own page; part of that page's own act."""
    _save(_locked(), step)


@transaction.atomic
def describe_town(person: PersonRef, *, face: Face) -> None:
    """Set name, pictures, colour, clock, languages and age mark."""
    policies.may_set_up_town(person).or_refuse()
    _check(face)
    row = _locked()
    row.service_name, row.brand = face.service_name.strip(), face.brand
    row.languages, row.age_mark = list(face.languages), face.age_mark
    row.sign_id = _picture(person, row.sign_id, face.sign, face.without_sign)
    row.arms_id = _picture(person, row.arms_id, face.arms, face.without_arms)
    if face.time_zone != towns.current().time_zone:
        towns.set_time_zone(face.time_zone)
    _save(row, "face")
    audit.record("hall.town_described", person.id, SUBJECT)


def _check(face: Face) -> None:
    if face.brand and not (colours.HEX.fullmatch(face.brand) and colours.passes(face.brand)):
        raise Invalid(_("Этот цвет не читается"), fields={"brand": _("Выберите цвет темнее")})
    if face.time_zone not in available_timezones():
        raise Invalid(_("Такого часового пояса нет"), fields={"time_zone": _("Выберите из списка")})
    if rules.FIRST_LANGUAGE not in face.languages or not set(face.languages) <= set(
        queries.UNTOUCHED.languages
    ):
        raise Invalid(
            _("Русский язык выключить нельзя"),
            advice=_("Добавьте другие языки рядом с ним."),
            code="bad-languages",
        )
    if face.age_mark and face.age_mark not in rules.AGE_MARKS:
        raise Invalid(_("Такого возрастного знака нет"), code="bad-age-mark")


def _picture(
    person: PersonRef, kept: UUID | None, new: UUID | None, is_dropped: bool
) -> UUID | None:
    """Which picture stays; the one that goes is removed."""
    if new is not None:
        files.attach(
            person.id,
            file_ids=[new],
            subject_kind=EMBLEM_FILES,
            subject_id=SUBJECT,
            is_public=True,
        )
    stays = new or (None if is_dropped else kept)
    if kept is not None and stays != kept:
        files.remove([kept])
    return stays


@transaction.atomic
def raise_banner(person: PersonRef, *, text: str, tone: str, until: datetime | None) -> None:
    """Put urgent words on every page; what stood there gives way."""
    policies.may_set_up_town(person).or_refuse()
    text = text.strip()
    if not text or tone not in rules.TONES:
        raise Invalid(_("Напишите объявление"), fields={"text": _("Напишите объявление")})
    if until is not None and until <= clock.database_now():
        raise Invalid(_("Это время уже прошло"), fields={"until": _("Укажите время позже")})
    row = _locked()
    row.banner_text, row.banner_tone, row.banner_until = text, tone, until
    _save(row)
    audit.record("hall.banner_raised", person.id, SUBJECT, text, tone=tone, until=until)


@transaction.atomic
def lower_banner(person: PersonRef) -> None:
    """Take the urgent words down."""
    policies.may_set_up_town(person).or_refuse()
    row = _locked()
    row.banner_text, row.banner_until = "", None
    _save(row)
    audit.record("hall.banner_lowered", person.id, SUBJECT)


@transaction.atomic
def switch_service(person: PersonRef, *, slug: str, switch: Switch) -> None:
    """Set who may use a service: nobody, officials, one district too, everyone."""
    policies.may_set_up_town(person).or_refuse()
    if services.service(slug) is None:
        raise NotFound()
    if switch.state not in rules.STATES:
        raise Invalid(_("Выберите состояние"), fields={"state": _("Выберите состояние")})
    is_pilot = switch.state == rules.PILOT
    place = places.place(switch.place_id) if is_pilot and switch.place_id else None
    if is_pilot and place is None:
        raise Invalid(
            _("Для пробы нужен район"), fields={"place": _("Выберите район, где пробуем")}
        )
    row = _locked()
    place_id = place.id if place else None
    ServiceSwitch.objects.update_or_create(
        slug=slug, defaults={"state": switch.state, "place_id": place_id}
    )
    _save(row, "services")
    audit.record("hall.service_switched", person.id, slug, state=switch.state, place=place_id)


@transaction.atomic
def pass_step(person: PersonRef, *, step: str) -> None:
    """Leave a step of the first start behind, done elsewhere or skipped."""
    policies.may_set_up_town(person).or_refuse()
    if step not in rules.STEPS:
        raise NotFound()
    _save(_locked(), step)
    audit.record("hall.step_passed", person.id, SUBJECT, step=step)


@transaction.atomic
def open_town(person: PersonRef) -> None:
    """Finish the first start; a second time is a Conflict."""
    policies.may_set_up_town(person).or_refuse()
    row = _locked()
    if row.opened_at is not None:
        raise Conflict(
            _("Город уже открыт"),
            advice=_("Всё остальное меняется в настройках города."),
            code="already-open",
        )
    row.opened_at = clock.database_now()
    _save(row)
    audit.record("hall.town_opened", person.id, SUBJECT)


@transaction.atomic
def tell_inconvenience(person: PersonRef, *, slug: str, page: str, text: str, client: str) -> UUID:
    """Write down what is inconvenient in a pilot; who wrote it is kept nowhere."""
    if services.service(slug) is None:
        raise NotFound()
    policies.may_tell_inconvenience(person, queries.hall().switch(slug)).or_refuse()
    text = text.strip()
    if not text or len(text) > 500:
        raise Invalid(_("Напишите, что неудобно"), fields={"text": _("До 500 знаков")})
    limits.hit(f"hall.told:{client}", limit=TOLD_PER_ADDRESS[0], seconds=TOLD_PER_ADDRESS[1])
    limits.hit("hall.told town", limit=TOLD_PER_TOWN[0], seconds=TOLD_PER_TOWN[1])
    told = Inconvenience.objects.create(service=slug, page=page[:200], text=text)
    audit.record("hall.inconvenience_told", None, told.id, service=slug)
    return told.id


@transaction.atomic
def answer_inconvenience(person: PersonRef, *, told_id: UUID, answer: str) -> None:
    """Say what was changed; from now on everyone reads both."""
    policies.may_answer_inconvenience(person).or_refuse()
    answer = answer.strip()
    if not answer:
        raise Invalid(_("Напишите, что изменили"), fields={"answer": _("Напишите, что изменили")})
    told = _locked_told(told_id)
    told.answer, told.is_set_aside = answer[:1000], False
    told.answered_at = clock.database_now()
    told.save()
    audit.record("hall.inconvenience_answered", person.id, told.id, answer[:1000])


@transaction.atomic
def set_aside_inconvenience(person: PersonRef, *, told_id: UUID) -> None:
    """Keep words with personal data or abuse from being shown; they are counted in public."""
    policies.may_answer_inconvenience(person).or_refuse()
    told = _locked_told(told_id)
    told.text, told.answer, told.is_set_aside = "", "", True
    told.answered_at = clock.database_now()
    told.save()
    audit.record("hall.inconvenience_set_aside", person.id, told.id)


def export_journal(person: PersonRef) -> None:
    """Note who takes the journal away."""
    policies.may_read_journal(person).or_refuse()
    audit.record("hall.journal_exported", person.id, "journal")


def _locked() -> TownSettings:
    """The one row, made when it is missing; whoever comes second waits."""
    locks.take(exclusive=[LOCK])
    row, _is_new = TownSettings.objects.select_for_update().get_or_create(
        id=1, defaults={"languages": list(queries.UNTOUCHED.languages)}
    )
    return row


def _save(row: TownSettings, step: str = "") -> None:
    if step and step not in row.steps_passed:
        row.steps_passed = [*row.steps_passed, step]
    row.stamp = uuid4()
    row.save()
    stamps.forget()


def _locked_told(told_id: UUID) -> Inconvenience:
    told = Inconvenience.objects.select_for_update().filter(id=told_id).first()
    if told is None:
        raise NotFound()
    return told
