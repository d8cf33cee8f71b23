"""What was written while somebody else was there first: it stays in its form, or is copied."""

from __future__ import annotations

from django import forms

from veche.kernel.errors import Conflict


def told_again(form: forms.Form, problem: Conflict, version: int) -> None:
    """Say in a form that somebody was there first: its words stay, and are sent for what is now."""
    form.data = {**dict(form.data.items()), "version": version}
    form.add_error(None, problem.words)


def told_lost(form: forms.Form, why: str) -> None:
    """Say in a form instead of all else why it is no more to be sent; its words are copied."""
    form.errors.clear()
    form.add_error(None, why)
