"""Who may do what in help. Asking needs no right: it is open to everyone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from veche.commons.identity.public import PersonRef
from veche.kernel.policies import ALLOWED, Decision, refuse


def may_answer_inquiry(person: PersonRef) -> Decision:
    """Any official of the town reads the questions and answers them."""
    if person.is_official:
        return ALLOWED
    return refuse(
        _("На вопросы отвечают сотрудники администрации"),
        _("Свой вопрос и ответ на него можно посмотреть по номеру."),
    )
