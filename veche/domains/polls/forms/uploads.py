"""Pictures and papers of a form, kept at once, so that a mistake elsewhere does not lose them.

A file field `photo` travels with two plain fields: `photo_id`, hidden, what is kept already, and
`photo_drop`, a box that takes it away.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from veche.commons.files import public as files
from veche.commons.identity.public import PersonRef
from veche.domains.polls import queries
from veche.kernel.errors import Invalid, NotFound

PHOTO = "photo"
DOCUMENT = "document"


@dataclass
class Kept:
    """What was posted, with ids in place of files, and what was wrong with the files."""

    data: QueryDict
    errors: dict[str, Any] = field(default_factory=dict)

    def told(self, form: forms.Form) -> forms.Form:
        """The form with the errors of its files."""
        for name, words in self.errors.items():
            own = name.removeprefix(f"{form.prefix}-") if form.prefix else name
            if own in form.fields and form.add_prefix(own) == name:
                form.add_error(own, words)
        return form


def keep(request: HttpRequest, person: PersonRef, fields: Iterable[tuple[str, str]]) -> Kept:
    """Keep each (name, kind) of the request's files; what is refused is told beside its field."""
    kept, fields = Kept(request.POST.copy()), list(fields)
    for name, kind in fields:
        upload = request.FILES.get(name)
        if upload is None:
            continue
        save = files.save_photo if kind == PHOTO else files.save_document
        try:
            stored = save(upload, owner=person.id, purpose=queries.FILES_OF)
        except Invalid as problem:
            kept.errors[name] = problem.words
            continue
        kept.data[f"{name}_id"] = str(stored.id)
        kept.data.pop(f"{name}_drop", None)
    _require_usable(person, (kept.data.get(f"{name}_id", "") for name, _kind in fields))
    return kept


def _require_usable(person: PersonRef, written: Iterable[str]) -> None:
    """NotFound for a file of others: the page would show what it is called."""
    named = set()
    for text in written:
        with suppress(ValueError):  # no id: the form says so itself
            named.add(UUID(text))
    if named - files.usable(person.known_id, named, queries.FILES_OF):
        raise NotFound(_("Такого файла нет"), advice=_("Приложите его ещё раз."))


def photo_fields(name: str, label: Any, drop: Any) -> dict[str, forms.Field]:
    """The three fields of a picture or a paper."""
    return {
        name: forms.FileField(label=label, required=False, widget=forms.FileInput),
        f"{name}_id": forms.UUIDField(required=False, widget=forms.HiddenInput),
        f"{name}_drop": forms.BooleanField(label=drop, required=False),
    }


def chosen(form: forms.Form, name: str) -> UUID | None:
    """The file to hang: None when there is none or its box was ticked."""
    found: UUID | None = form.cleaned_data.get(f"{name}_id")
    return None if form.cleaned_data.get(f"{name}_drop") else found


def shown(form: forms.Form, name: str) -> files.FileRef | None:
    """The file to show beside the field, kept or just uploaded."""
    value = form[f"{name}_id"].value()
    try:
        return files.ref(UUID(str(value))) if value else None
    except ValueError:
        return None


TAKE_PHOTO_AWAY = _("Убрать фото")
TAKE_FILE_AWAY = _("Убрать файл")
