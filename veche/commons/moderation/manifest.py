"""What moderation tells the shell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import public as identity
from veche.commons.identity.public import MODERATOR, PersonErased
from veche.commons.moderation import api, demo, events, jobs, journal, policies, public, told
from veche.kernel.manifest import DeskSection, Duty, Manifest, NavItem, Retained


def _erased(payload: dict[str, Any], event_id: UUID) -> None:
    person_id = UUID(payload["person_id"])
    public.forget_person([person_id, *identity.earlier_ids(person_id)])


MANIFEST = Manifest(
    slug="moderation",
    title=_("Модерация"),
    icon="shield",
    api=api.router,
    load_demo=demo.load,
    navigation=(
        NavItem(_("Как мы модерируем"), "moderation:read-log", "shield", 40, place="footer"),
    ),
    desk=(
        DeskSection(
            _("Модерация"),
            "moderation:read-queue",
            "shield",
            15,
            policies.may_moderate,
            waits=public.waiting,
        ),
        DeskSection(
            _("Похожие аккаунты"),
            "moderation:list-twins",
            "people",
            55,
            policies.may_judge_twins,
            waits=public.waiting_twins,
        ),
        DeskSection(
            _("Правила модерации"),
            "moderation:set-moderation-rules",
            "scale",
            71,
            policies.may_set_moderation_rules,
            "town",
        ),
        DeskSection(
            _("Запреты на публикацию"),
            "moderation:list-bans",
            "lock",
            72,
            policies.may_set_moderation_rules,
            "town",
        ),
    ),
    site_pages=public.site_pages,
    me=public.own_part,
    me_template="moderation/_me.html",
    export=public.own_export,
    join=public.join_things,
    listens={PersonErased.kind: ("moderation.forget_person", _erased)},
    notices=told.NOTICES,
    retained=(
        Retained(
            "moderation.forget_old",
            _("Кто написал текст и кто его снял; отпечатки, по которым узнаётся повтор"),
            norm="moderation.keep_days",
        ),
    ),
    acts=journal.ACTS,
    duties={
        "moderation.thing_passed": Duty(MODERATOR, _("Прочитать и пропустить текст")),
        "moderation.thing_removed": Duty(MODERATOR, _("Прочитать и снять текст")),
        "moderation.appeal_decided": Duty(MODERATOR, _("Рассмотреть возражение автора")),
    },
    jobs=(
        "moderation.settle_item",
        "moderation.settle_due",
        "moderation.find_twins",
        "moderation.forget_old",
    ),
    events=(
        events.ThingPassed,
        events.ThingRemoved,
        events.ComplaintMade,
        events.AppealFiled,
        events.AppealDecided,
        events.RulesSet,
        events.TwinsJudged,
        events.BanSet,
        events.BanEnded,
    ),
    policies=(
        policies.may_moderate,
        policies.may_judge_thing,
        policies.may_take_back,
        policies.may_complain,
        policies.may_read_own_things,
        policies.may_file_appeal,
        policies.may_decide_appeal,
        policies.may_judge_twins,
        policies.may_set_moderation_rules,
    ),
)
__all__ = ["MANIFEST", "jobs"]
