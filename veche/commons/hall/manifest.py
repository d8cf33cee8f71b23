"""What the hall tells the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.hall import journal, policies, public
from veche.kernel.manifest import DeskSection, Manifest

MANIFEST = Manifest(
    slug="hall",
    title=_("Настройки города"),
    acts=journal.ACTS,
    icon="settings",
    desk=(
        DeskSection(
            _("Что неудобно"),
            "hall:list-inconveniences",
            "info",
            60,
            policies.may_answer_inconvenience,
            waits=public.waiting_inconveniences,
        ),
        DeskSection(
            _("Настройки города"),
            "hall:set-up-town",
            "settings",
            10,
            policies.may_set_up_town,
            "town",
            waits=public.steps_left,
        ),
        DeskSection(
            _("Имя, знак и цвет"),
            "hall:describe-town",
            "star",
            11,
            policies.may_set_up_town,
            "town",
        ),
        DeskSection(
            _("Срочное объявление"),
            "hall:raise-banner",
            "warn",
            12,
            policies.may_set_up_town,
            "town",
        ),
        DeskSection(
            _("Сервисы"), "hall:list-services", "list", 20, policies.may_set_up_town, "town"
        ),
        DeskSection(
            _("Журнал действий"),
            "hall:read-journal",
            "history",
            30,
            policies.may_read_journal,
            "records",
        ),
    ),
    home=public.home_part,
    home_template="hall/_home.html",
    me=public.own_part,
    me_template="hall/_me.html",
    policies=[
        policies.may_set_up_town,
        policies.may_open_desk,
        policies.may_read_journal,
        policies.may_use_service,
        policies.may_tell_inconvenience,
        policies.may_answer_inconvenience,
    ],
)
