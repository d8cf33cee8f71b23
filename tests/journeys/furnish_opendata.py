"""Sets of open data for the walk through all pages."""

from __future__ import annotations

from importlib import import_module

# not shown in this module: names of a made-up town

OPEN_DATA = (
    "/open-data/",
    "/open-data/?q=%D0%BD%D0%B8%D1%87%D0%B5%D0%B3%D0%BE",
    "/open-data/norms/?by=unit&q=работ",
    "/open-data/{public_set}/?by=est_basseyn&of=mest",
    "/open-data/{counted_set}/",
    "/open-data/{withdrawn_set}/",
)
OPEN_DATA_OFFICE = (
    "/office/open-data/",
    "/office/open-data/new/",
    "/office/open-data/publisher/",
    "/office/open-data/sets/{public_set}/",
    "/office/open-data/sets/{public_set}/passport/",
    "/office/open-data/sets/{public_set}/new/",
    "/office/open-data/sets/{public_set}/1/",
    "/office/open-data/sets/{public_set}/1/withdraw/",
    "/office/open-data/sets/{faulty_set}/1/",
    "/office/open-data/sets/{ready_set}/1/",
    "/office/open-data/sets/{withdrawn_set}/1/",
    "/office/open-data/sets/{kept_set}/",
    "/office/open-data/sets/{kept_set}/1/",
    "/office/open-data/sets/{kept_set}/1/withdraw/",
)


def furnish_walked_sets() -> dict[str, str]:
    """A public set, one that counts people, one withdrawn, one with wrong cells, one to publish, a
    service's table of which a copy is kept."""
    makers = import_module("veche.domains.opendata.tests.makers")
    publishing = import_module("veche.domains.opendata.actions.publishing")
    import_module("veche.domains.opendata.actions.watching").look_at(code="norms")
    gone = makers.publish("walked-gone", title="Стройки")
    publishing.withdraw_version(
        makers.role("approver"), code=gone.code, number=1, reason="Перепутали столбцы"
    )
    wrong = [("Имя", "Почта"), ("Анна", "anna@mail.example"), ("Приёмная", "112-233-445 95")]
    return {
        "public_set": makers.publish("walked-schools").code,
        "counted_set": makers.publish_children().code,
        "withdrawn_set": gone.code,
        "faulty_set": makers.settle(makers.upload("walked-wrong", wrong)).code,
        "kept_set": "norms",
        "ready_set": makers.settle(makers.upload("walked-ready")).code,
    }
