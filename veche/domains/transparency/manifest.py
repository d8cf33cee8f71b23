"""What the open budget tells the shell about itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity.public import APPROVER, AUTHOR
from veche.domains.transparency import api, demo, events, jobs, policies, public
from veche.domains.transparency.actions.loading import KIND
from veche.domains.transparency.adapters import journalled, told
from veche.kernel.manifest import DeskSection, Duty, Manifest, NavItem

files.protect(KIND, public.may_read_file)

MANIFEST = Manifest(
    slug="transparency",
    title=_("Открытый бюджет"),
    icon="rouble",
    starts_off=True,
    navigation=(NavItem(_("Бюджет"), "transparency:open-budget", "rouble", 12, place="footer"),),
    desk=(
        DeskSection(
            _("Бюджет: файлы и версии"),
            "transparency:list-sources",
            "rouble",
            52,
            policies.may_work_on_budget,
            "town",
            waits=public.waiting,
        ),
    ),
    home=public.home_part,
    home_aside_template="transparency/home.html",
    search=public.search,
    site_pages=public.site_pages,
    api=api.router,
    acts=journalled.ACTS,
    duties={
        "transparency.source_uploaded": Duty(AUTHOR, _("Загрузить файл бюджета")),
        "transparency.source_published": Duty(APPROVER, _("Опубликовать файл бюджета")),
    },
    jobs=("transparency.read_source",),
    events=(
        events.SourceUploaded,
        events.ColumnsMatched,
        events.SourceDropped,
        events.SourcePublished,
        events.SourceWithdrawn,
    ),
    announces=told.ANNOUNCES,
    topics=told.TOPICS,
    notices=told.NOTICES,
    exports=("lines.csv", "lines.xlsx", "lines.json"),
    load_demo=demo.load,
    policies=(
        policies.may_work_on_budget,
        policies.may_upload_budget,
        policies.may_map_budget,
        policies.may_drop_budget,
        policies.may_publish_budget,
        policies.may_withdraw_budget,
    ),
)
__all__ = ["MANIFEST", "jobs"]
