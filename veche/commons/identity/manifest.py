"""What identity tells the shell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import api, jobs, journal, policies
from veche.commons.identity.events import (
    DetailsForgotten,
    PersonErased,
    PersonsMerged,
    TermsPassed,
)
from veche.commons.identity.rules.persons import ADMIN, CLERK
from veche.commons.places.events import AddressesImported, OutlinesImported
from veche.kernel.jobs import defer
from veche.kernel.manifest import DeskSection, Duty, Manifest, NavItem, Retained


def _follow(payload: dict[str, Any], event_id: UUID) -> None:
    """Homes follow in a job of their own, which goes through the whole vault."""
    if payload["moved"]:
        defer("identity.follow_addresses", once="follow-addresses")


_NO_LONGER = _("Не дольше, чем нужно: 152-ФЗ, статья 5, часть 7")
MANIFEST = Manifest(
    slug="identity",
    title=_("Вход и личные данные"),
    acts=journal.ACTS,
    icon="me",
    api=api.router,
    navigation=(NavItem(_("Я"), "identity:me", "me", 50),),
    desk=(
        DeskSection(
            _("Сотрудники и роли"),
            "identity:manage-staff",
            "people",
            40,
            policies.may_manage_staff,
            "town",
        ),
    ),
    duties={
        "identity.role_granted": Duty(ADMIN, _("Дать роль сотруднику")),
        "identity.role_revoked": Duty(ADMIN, _("Снять роль")),
        "identity.person_checked": Duty(CLERK, _("Принять человека: документ, помощь, бюллетень")),
    },
    events=[PersonErased, DetailsForgotten, TermsPassed, PersonsMerged],
    listens=dict.fromkeys(
        (OutlinesImported.kind, AddressesImported.kind), ("identity.follow_addresses", _follow)
    ),
    jobs=[
        f"identity.{job.__name__}"
        for job in (
            jobs.forget_codes,
            jobs.forget_browsers,
            jobs.follow_addresses,
        )
    ],
    retained=(
        Retained(
            "identity.forget_codes",
            _("Коды для входа и адреса, на которые они ушли"),
            _("10 минут"),
            _NO_LONGER,
        ),
        Retained(
            "identity.forget_browsers",
            _("Браузеры, в которых входили"),
            _("31 день без посещений"),
            _NO_LONGER,
        ),
    ),
    policies=[
        policies.may_open_me,
        policies.may_read_personal_data,
        policies.may_declare_home,
        policies.may_declare_birth_date,
        policies.may_export_personal_data,
        policies.may_erase_person,
        policies.may_keep_details,
        policies.may_forget_details,
        policies.may_sign_out_everywhere,
        policies.may_add_passkey,
        policies.may_rename_passkey,
        policies.may_remove_passkey,
        policies.may_make_token,
        policies.may_revoke_token,
        policies.may_end_sign_ins,
        policies.may_link_provider,
        policies.may_merge_persons,
        policies.may_manage_staff,
        policies.may_open_contact,
        policies.may_grant_role,
        policies.may_revoke_role,
        policies.may_check_in,
        policies.may_show_code,
    ],
)
