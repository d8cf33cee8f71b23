"""What points write into the journal, in words; never whose they are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from veche.kernel.manifest import Act, Detail

_ORDER = _("заказ за баллы")
ACTS = {
    "points.abstention_set": Act(
        _("Житель решил, нужны ли ему баллы"),
        "",
        {"abstains": Detail(_("отказался"))},
        is_nameless=True,
    ),
    "points.order_handed": Act(_("Заказ за баллы выдан"), _ORDER),
    "points.order_returned": Act(_("Заказ за баллы отменён"), _ORDER),
    "points.points_given": Act(_("Баллы подарены"), _("получатель"), is_nameless=True),
    "points.terms_set": Act(
        _("Правила баллов изменены"), "", {"is_on": Detail(_("баллы включены"))}
    ),
    "points.thing_ordered": Act(_("Вещь заказана за баллы"), _ORDER, is_nameless=True),
    "points.thing_saved": Act(_("Вещь за баллы внесена"), _("вещь")),
}
