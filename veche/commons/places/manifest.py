"""What the geography tells the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.places import api, policies
from veche.commons.places.events import AddressesImported, OutlinesImported
from veche.kernel.manifest import DeskSection, Manifest

MANIFEST = Manifest(
    slug="places",
    title=_("Карта и адреса"),
    api=api.router,
    icon="map",
    desk=(
        DeskSection(
            _("Границы и адреса"),
            "places:manage-places",
            "map",
            30,
            policies.may_import_places,
            "town",
        ),
    ),
    events=[OutlinesImported, AddressesImported],
    policies=[policies.may_import_places],
)
