"""What help tells the shell about itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.domains.help import api, demo, events, jobs, policies, public
from veche.domains.help.adapters import told
from veche.kernel.manifest import Act, DeskSection, Manifest, NavItem, Retained

MANIFEST = Manifest(
    slug="help",
    title=_("Помощь"),
    icon="question",
    navigation=(NavItem(_("Не получается?"), "help:index", "question", 0, place="help"),),
    api=api.router,
    desk=(
        DeskSection(
            _("Вопросы в помощь"),
            "help:list-inquiries",
            "question",
            50,
            policies.may_answer_inquiry,
            waits=public.waiting,
        ),
    ),
    acts={
        "help.inquiry_answered": Act(_("Ответ на вопрос дан"), _("вопрос")),
        "help.inquiry_asked": Act(_("Вопрос в помощь задан"), _("вопрос"), is_nameless=True),
    },
    policies=(policies.may_answer_inquiry,),
    events=(events.InquiryAsked, events.InquiryAnswered),
    topics=told.TOPICS,
    notices=told.NOTICES,
    jobs=("help.forget_inquiries",),
    retained=(
        Retained("help.forget_inquiries", _("Вопросы в поддержку и ответы"), norm="help.keep_days"),
    ),
    load_demo=demo.load,
)
__all__ = ["MANIFEST", "jobs"]
