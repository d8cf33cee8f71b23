"""Which sign-in services this town lets in, as the settings list them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from veche.commons.identity.providers.esia import EsiaProvider
from veche.commons.identity.providers.exchange import Provider
from veche.commons.identity.providers.oidc import OpenIdProvider
from veche.commons.towns import public as towns
from veche.kernel.errors import NotFound

ESIA = "esia"


def providers() -> list[Provider]:
    """The services of the current town, the state's first."""
    here = towns.current().slug
    listed = [one for one in settings.SIGN_IN_PROVIDERS if here in (one["towns"] or [here])]
    return [_made(one) for one in sorted(listed, key=lambda one: one["kind"] != ESIA)]


def provider(slug: str) -> Provider:
    """One of them; NotFound."""
    found = next((one for one in providers() if one.slug == slug), None)
    if found is None:
        raise NotFound()
    return found


def _made(listed: dict[str, Any]) -> Provider:
    about = {name: value for name, value in listed.items() if name not in ("kind", "towns")}
    if listed["kind"] == ESIA:
        # The one service whose name every language of the town has a word for.
        return EsiaProvider(**about, title=_("Госуслуги"))
    return OpenIdProvider(**about)
