"""What a protocol asks for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from veche.commons.towns import public as towns
from veche.domains.polls import actions
from veche.domains.polls.forms.fields import Day
from veche.domains.polls.models import Poll, Protocol
from veche.kernel import clock
from veche.kernel.web.fields import Line


class ProtocolForm(forms.Form):
    """Number, day and who signs."""

    number = Line(label=_("Номер протокола"), max_length=60)
    signed_on = Day(label=_("Дата"))
    signatory_post = Line(
        label=_("Должность того, кто подписывает"), max_length=200, help_text=_("Глава города")
    )
    signatory_name = Line(label=_("Фамилия и инициалы"), max_length=200)

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.poll = poll

    @classmethod
    def of(cls, protocol: Protocol | None) -> dict[str, Any]:
        """What was written before."""
        today = clock.today(towns.current().time_zone)
        if protocol is None:
            return {"signed_on": today}
        return {name: getattr(protocol, name) for name in cls.base_fields}

    def clean_signed_on(self) -> Any:
        day = self.cleaned_data["signed_on"]
        zone = clock.zone(towns.current().time_zone)
        if self.poll.closed_at and day < self.poll.closed_at.astimezone(zone).date():
            raise forms.ValidationError(_("Протокол не бывает раньше окончания опроса."))
        if day > clock.today(towns.current().time_zone) + timedelta(days=1):
            raise forms.ValidationError(_("Эта дата ещё не наступила."))
        return day

    def text(self) -> actions.ProtocolText:
        """The words for the action."""
        return actions.ProtocolText(**self.cleaned_data)
