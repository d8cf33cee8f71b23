"""Catalogues: `ru` holds exactly the plural forms, `tt` and `en` hold every string."""

from pathlib import Path

import pytest
from django.utils import translation

from tests.house.checks.tree import Fault, Tree, assert_none
from tools import catalogues

PLURAL_SOURCE = """
from django.utils.translation import gettext as _, ngettext

a = _("Отдать голос")
b = ngettext("%(n)s голос", "%(n)s голосов", 3)
"""


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_catalogue_is_whole(house: Tree, locale: str) -> None:
    assert_none(
        Fault(locale, wrong, "python tools/catalogues.py update, then fill what is empty")
        for wrong in catalogues.faults(house.root, locale)
    )


@pytest.mark.parametrize("locale", catalogues.LOCALES)
def test_compiled_catalogue_is_fresh(house: Tree, locale: str) -> None:
    path = catalogues.path_of(house.root, locale).with_suffix(".mo")
    if not path.is_file() or path.read_bytes() != catalogues.compiled(house.root, locale):
        assert_none([Fault(house.name(path), "is stale", "python tools/catalogues.py compile")])


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A tree with one message in code, one with a plural, and one in a template."""
    (tmp_path / "veche/templates").mkdir(parents=True)
    (tmp_path / "veche/a.py").write_text(PLURAL_SOURCE, encoding="utf-8")
    page = '{% load i18n %}\n  <p title="{{ a|default:_("Нет") }}">\n{% translate "Да" %}</p>\n'
    (tmp_path / "veche/templates/a.html").write_text(page, encoding="utf-8")
    for locale in catalogues.LOCALES:
        catalogues.update(tmp_path, locale)
    return tmp_path


def test_messages_of_code_and_templates_are_found(small: Path) -> None:
    found = {message.key[0] for message in catalogues.messages(small)}
    assert found == {"Отдать голос", "%(n)s голос", "Нет", "Да"}


def test_untranslated_and_foreign_messages_are_faults(small: Path) -> None:
    assert len(list(catalogues.faults(small, "ru"))) == 1
    assert len(list(catalogues.faults(small, "tt"))) == 4
    path = catalogues.path_of(small, "en")
    path.write_text(path.read_text("utf-8") + '\nmsgid "Прочее"\nmsgstr "Other"\n', "utf-8")
    assert any("nowhere in the sources" in fault for fault in catalogues.faults(small, "en"))


def test_a_translation_keeps_its_places_for_values(small: Path) -> None:
    path = catalogues.path_of(small, "tt")
    filled = path.read_text("utf-8").replace('msgstr[0] ""', 'msgstr[0] "%(m)s тавыш"')
    path.write_text(filled, "utf-8")
    assert any("%(m)s" in fault for fault in catalogues.faults(small, "tt"))


def test_update_keeps_translations_and_is_stable(small: Path) -> None:
    path = catalogues.path_of(small, "en")
    path.write_text(path.read_text("utf-8").replace('"Да"\nmsgstr ""', '"Да"\nmsgstr "Yes"'))
    catalogues.update(small, "en")
    once = path.read_text("utf-8")
    catalogues.update(small, "en")
    assert 'msgstr "Yes"' in once
    assert path.read_text("utf-8") == once


def test_russian_counts_in_three_forms() -> None:
    """The catalogue is found at run time by where it lies."""
    one, many = "остался %(days)s день", "осталось %(days)s дней"
    with translation.override("ru"):
        forms = [translation.ngettext(one, many, number) for number in (1, 3, 5)]
    assert forms == [one, "осталось %(days)s дня", many]
