"""What privacy tells the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.privacy import events, policies, public
from veche.kernel.manifest import Manifest

MANIFEST = Manifest(
    slug="privacy",
    title=_("Персональные данные"),
    icon="shield",
    export=public.own_part,
    events=(events.ConsentGiven, events.ConsentWithdrawn),
    policies=(
        policies.may_open_my_data,
        policies.may_give_consent,
        policies.may_withdraw_consent,
    ),
)
