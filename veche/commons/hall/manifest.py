"""What the hall tells the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.hall import policies, public
from veche.kernel.manifest import Manifest

MANIFEST = Manifest(
    slug="hall",
    title=_("Настройки города"),
    icon="settings",
    home=public.home_part,
    home_template="hall/_home.html",
    me=public.own_part,
    me_template="hall/_me.html",
    policies=[
        policies.may_set_up_town,
        policies.may_read_journal,
        policies.may_use_service,
        policies.may_tell_inconvenience,
        policies.may_answer_inconvenience,
    ],
)
