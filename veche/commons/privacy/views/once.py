"""A form sent twice is one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from veche.commons.identity.public import PersonRef
from veche.commons.privacy.forms import KeyedForm
from veche.kernel import idempotency


def act_once(person: PersonRef, form: KeyedForm, told: str, act: Callable[[], Any]) -> Any:
    """Act for a valid form; the same form sent again gets the first answer."""
    key = f"privacy:{form.cleaned_data['key']}"
    return idempotency.answer_once(f"person:{person.known_id}", key, told.encode(), act)
