"""What homes tell the shell about themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.domains.homes import api, datasets, demo, events, jobs, policies, public
from veche.domains.homes.adapters import journalled, told
from veche.kernel.manifest import DeskSection, Foresight, Manifest, NavItem, Retained

MANIFEST = Manifest(
    slug="homes",
    title=_("Мой дом"),
    icon="home",
    starts_off=True,
    navigation=(
        NavItem(_("Мой дом"), "homes:find-house", "home", 32, place="footer"),
        NavItem(_("Отключения"), "homes:list-outages", "drop", 33, place="footer"),
    ),
    desk=(
        DeskSection(
            _("Отключения"),
            "homes:manage-outages",
            "drop",
            17,
            policies.may_announce_outage,
        ),
        DeskSection(
            _("Кто обслуживает дома"),
            "homes:list-providers",
            "building",
            48,
            policies.may_keep_homes,
            "town",
        ),
    ),
    home=public.home_part,
    home_template="homes/_home.html",
    api=api.router,
    me=public.me_part,
    me_template="homes/_me.html",
    search=public.search,
    site_pages=public.site_pages,
    foresight=Foresight(public.foreseen),
    acts=journalled.ACTS,
    jobs=(
        "homes.fetch_feeds",
        "homes.fetch_feed",
        "homes.try_table",
        "homes.take_table",
        "homes.forget_uploads",
    ),
    retained=(
        Retained(
            "homes.forget_uploads",
            _("Таблицы, которые загрузили и не записали"),
            _("Сутки"),
            _("Собственное правило города"),
        ),
    ),
    events=(
        events.ProviderSaved,
        events.ServingKept,
        events.ServingDropped,
        events.ServingsImported,
        events.OutagesImported,
        events.OutageAnnounced,
        events.OutageExtended,
        events.OutageChanged,
        events.OutageFinished,
        events.OutageCancelled,
        events.FeedSaved,
        events.FeedRemoved,
    ),
    topics=told.TOPICS,
    notices=told.NOTICES,
    datasets=datasets.DATASETS,
    policies=(
        policies.may_read_own_house,
        policies.may_keep_homes,
        policies.may_announce_outage,
        policies.may_set_feeds,
    ),
    load_demo=demo.load,
)
__all__ = ["MANIFEST", "jobs"]
