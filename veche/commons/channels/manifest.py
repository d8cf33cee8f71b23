"""What messages tell the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.channels import jobs, policies
from veche.kernel.manifest import DeskSection, Manifest, NavItem, Retained

MANIFEST = Manifest(
    slug="channels",
    title=_("Сообщения города"),
    icon="mail",
    navigation=(
        NavItem(_("Проверить сообщение"), "channels:check-message", "shield", 10, place="footer"),
    ),
    desk=(
        DeskSection(
            _("Жалобы на мошенников"),
            "channels:scam-reports",
            "mail",
            70,
            policies.may_read_scam_reports,
        ),
    ),
    jobs=[f"channels.{jobs.forget_messages.__name__}"],
    retained=(
        Retained(
            "channels.forget_messages",
            _("Номера сообщений города и жалобы на чужие, без адресов"),
            _("90 дней и год"),
            _("Собственное правило города"),
        ),
    ),
    policies=[
        policies.may_open_inbox,
        policies.may_check_message,
        policies.may_report_scam,
        policies.may_read_scam_reports,
    ],
)
