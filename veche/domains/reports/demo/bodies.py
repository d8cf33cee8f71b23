"""Who answers for what in the demo town, and which drawing fits what."""
# not shown in this module: data of a made-up town

from __future__ import annotations

from veche.commons.organisations import public as organisations
from veche.domains.reports.models import Body, Category, Responsibility

BODIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "Дорожное управление": ("+7 900 000-10-01", ("roads", "pavements")),
    "ООО «Горсвет»": ("+7 900 000-10-02", ("pavements.lamp_out",)),
    "Управление городского хозяйства": ("+7 900 000-10-03", ("yards", "green")),
    "Управляющая компания «Заречье»": ("+7 900 000-10-04", ("house",)),
    "Водоканал": ("+7 900 000-10-05", ("utilities",)),
    "Чистый берег": ("+7 900 000-10-06", ("waste",)),
    "Автотранспортное предприятие": ("+7 900 000-10-07", ("transport",)),
    "Управление образования": ("+7 900 000-10-08", ("education",)),
    "Отдел социальной поддержки": ("+7 900 000-10-09", ("health",)),
    "Отдел торговли": ("+7 900 000-10-10", ("trade",)),
    "Приёмная администрации": ("+7 900 000-10-11", ("safety",)),
}
# Drawings that fit a category: worn, mended.
PICTURES: dict[str, tuple[str, str]] = {
    "yards.playground": ("playground-before", "playground-after"),
    "roads.potholes": ("road-before", "road-after"),
    "pavements.lamp_out": ("path-before", "path-after"),
    "pavements.crossing": ("crossing-before", "crossing-after"),
    "transport.stop": ("stop-before", "stop-after"),
    "yards.lawn_parking": ("yard-before", "parking"),
    "yards.bin_yard": ("yard-before", "bins"),
    "green.dangerous_tree": ("avenue-before", "avenue-after"),
}


def load() -> None:
    """Bodies, and which of them answers for what; «Горсвет» and a company have people here."""
    categories = list(Category.objects.all())
    for name, (contact, codes) in BODIES.items():
        found = organisations.organisations(words=name, size=1).items
        body = Body.objects.create(
            name=name, contact=contact, organisation_id=found[0].id if found else None
        )
        for category in categories:
            if category.code in codes or category.group_id in codes:
                Responsibility.objects.update_or_create(
                    category=category, place_id=None, defaults={"body": body}
                )
