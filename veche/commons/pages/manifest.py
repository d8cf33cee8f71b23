"""What pages and news tell the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.commons.pages import api, demo, policies, public
from veche.kernel.manifest import Act, DeskSection, Detail, Manifest, NavItem

MANIFEST = Manifest(
    slug="pages",
    title=_("Страницы и новости"),
    api=api.router,
    icon="book",
    navigation=(NavItem(_("Новости"), "pages:list-news", "bell", 10, place="footer"),),
    desk=(
        DeskSection(
            _("Страницы"),
            "pages:manage-pages",
            "book",
            50,
            policies.may_publish_page,
            "town",
            public.waiting,
        ),
        DeskSection(
            _("Новости"), "pages:manage-news", "bell", 51, policies.may_publish_news, "town"
        ),
    ),
    home=public.home_part,
    home_aside_template="pages/_home.html",
    search=public.search,
    acts={
        "pages.news_changed": Act(_("Новость исправлена"), _("новость")),
        "pages.news_published": Act(_("Новость опубликована"), _("новость")),
        "pages.news_withdrawn": Act(_("Новость снята"), _("новость")),
        "pages.page_published": Act(
            _("Страница опубликована"), _("страница"), {"version": Detail(_("версия"))}
        ),
        "pages.page_withdrawn": Act(_("Страница снята"), _("страница")),
    },
    load_demo=demo.load,
    policies=[policies.may_publish_page, policies.may_publish_news],
)
