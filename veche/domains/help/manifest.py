"""What help tells the shell about itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.domains.help import api, demo, events, jobs, policies
from veche.kernel.manifest import Manifest, NavItem

MANIFEST = Manifest(
    slug="help",
    title=_("Помощь"),
    icon="question",
    navigation=(NavItem(_("Не получается?"), "help:index", "question", 0, place="help"),),
    api=api.router,
    policies=(policies.may_answer_inquiry,),
    events=(events.InquiryAsked, events.InquiryAnswered),
    jobs=("help.forget_inquiries",),
    load_demo=demo.load,
)
__all__ = ["MANIFEST", "jobs"]
