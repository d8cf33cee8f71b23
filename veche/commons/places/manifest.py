"""What the geography tells the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.places import api, datasets, policies, told
from veche.commons.places.events import AddressesImported, OutlinesImported
from veche.kernel.manifest import Act, DeskSection, Detail, Manifest

MANIFEST = Manifest(
    slug="places",
    datasets=datasets.DATASETS,
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
    acts={
        "places.addresses_imported": Act(
            _("Адреса загружены"),
            _("карта"),
            {"created": Detail(_("новых")), "moved": Detail(_("изменено"))},
        ),
        "places.outlines_imported": Act(
            _("Границы загружены"),
            _("карта"),
            {"created": Detail(_("новых")), "moved": Detail(_("изменено"))},
        ),
    },
    events=[OutlinesImported, AddressesImported],
    policies=[policies.may_import_places],
    topics=(told.STREET,),
)
