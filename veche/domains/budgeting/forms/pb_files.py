"""A `.pb` file to be counted."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.domains.budgeting.rules.alone import BYTES_MAX


class PbForm(forms.Form):
    """The file; what is in it is read by the count."""

    file = forms.FileField(
        label=_("Файл .pb"),
        widget=forms.FileInput(attrs={"accept": ".pb,text/plain"}),
        help_text=_("До 5 МБ, 100 000 бюллетеней и 500 проектов. Файл не сохраняем."),
        error_messages={"required": _("Выберите файл")},
    )

    def clean_file(self) -> bytes:
        """Its bytes, read only where there are not too many."""
        upload = self.cleaned_data["file"]
        if upload.size > BYTES_MAX:
            raise forms.ValidationError(_("Файл больше 5 МБ"))
        data: bytes = upload.read()
        return data
