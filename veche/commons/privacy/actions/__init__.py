"""What may be done: for residents, for the desk, and when data has leaked."""

from veche.commons.privacy.actions.counter import sign_consent
from veche.commons.privacy.actions.leaking import end_leak, finish_step, start_leak
from veche.commons.privacy.actions.mine import (
    answer_request,
    give_consent,
    make_request,
    note_destruction,
    withdraw_consent,
)

__all__ = [
    "answer_request",
    "end_leak",
    "finish_step",
    "give_consent",
    "make_request",
    "note_destruction",
    "sign_consent",
    "start_leak",
    "withdraw_consent",
]
