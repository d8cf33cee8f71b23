"""Sets of open data for the walk through all pages."""

from __future__ import annotations

from importlib import import_module

# not shown in this module: names of a made-up town


def furnish_walked_sets() -> dict[str, str]:
    """A public set, one that counts people, one withdrawn, one with wrong cells, one to publish."""
    makers = import_module("veche.domains.opendata.tests.makers")
    publishing = import_module("veche.domains.opendata.actions.publishing")
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
        "ready_set": makers.settle(makers.upload("walked-ready")).code,
    }
