"""What identity tells the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity import jobs, policies
from veche.commons.identity.events import PersonErased
from veche.kernel.manifest import Manifest, NavItem

MANIFEST = Manifest(
    slug="identity",
    title=_("Вход и личные данные"),
    icon="me",
    navigation=(NavItem(_("Я"), "identity:me", "me", 50),),
    events=[PersonErased],
    jobs=[f"identity.{job.__name__}" for job in (jobs.forget_codes, jobs.forget_erased)],
    policies=[
        policies.may_open_me,
        policies.may_read_personal_data,
        policies.may_declare_home,
        policies.may_declare_birth_date,
        policies.may_export_personal_data,
        policies.may_erase_person,
        policies.may_sign_out_everywhere,
        policies.may_open_contact,
        policies.may_grant_role,
        policies.may_revoke_role,
    ],
)
