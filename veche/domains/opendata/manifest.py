"""What the catalogue of open data tells the shell about itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.identity.public import APPROVER, AUTHOR
from veche.domains.opendata import api, demo, events, jobs, policies, public
from veche.domains.opendata.adapters import journalled, told
from veche.kernel.manifest import DeskSection, Duty, Manifest, NavItem

MANIFEST = Manifest(
    slug="opendata",
    title=_("Открытые данные"),
    icon="table",
    starts_off=True,
    navigation=(NavItem(_("Открытые данные"), "opendata:list-sets", "table", 14, place="footer"),),
    desk=(
        DeskSection(
            _("Открытые данные"),
            "opendata:list-own",
            "table",
            54,
            policies.may_work_on_sets,
            "town",
            waits=public.waiting,
        ),
    ),
    search=public.search,
    site_pages=public.site_pages,
    api=api.router,
    acts=journalled.ACTS,
    duties={
        "opendata.set_uploaded": Duty(AUTHOR, _("Загрузить набор открытых данных")),
        "opendata.version_published": Duty(APPROVER, _("Опубликовать набор открытых данных")),
    },
    jobs=("opendata.watch_sets",),
    events=(events.VersionPublished, events.VersionWithdrawn),
    announces=told.ANNOUNCES,
    topics=told.TOPICS,
    notices=told.NOTICES,
    exports=("data.csv", "data.xlsx", "data.json", "list.csv", "meta.csv", "structure.csv"),
    load_demo=demo.load,
    policies=(
        policies.may_work_on_sets,
        policies.may_upload_set,
        policies.may_change_version,
        policies.may_change_set,
        policies.may_publish_version,
        policies.may_withdraw_version,
        policies.may_name_publisher,
    ),
)
__all__ = ["MANIFEST", "jobs"]
