"""The verbs of a poll: written as a draft, then run."""

from veche.domains.polls.actions.drafting import (
    Effect,
    Hours,
    Passport,
    choose_voters,
    copy_poll,
    describe_poll,
    discard_poll,
    schedule_poll,
    set_effect,
    start_poll,
)
from veche.domains.polls.actions.materials import MaterialText, remove_material, save_material
from veche.domains.polls.actions.questions import (
    OptionText,
    QuestionText,
    automatic_options,
    move_question,
    remove_question,
    save_question,
)
from veche.domains.polls.actions.ruling import LegalCheck, set_legal_check
from veche.domains.polls.actions.running import (
    agree_poll,
    approve_poll,
    cast_ballot,
    close_due_poll,
    extend_poll,
    flaws_of,
    return_poll,
    submit_poll,
    withdraw_poll,
)

__all__ = [
    "Effect",
    "Hours",
    "LegalCheck",
    "MaterialText",
    "OptionText",
    "Passport",
    "QuestionText",
    "agree_poll",
    "approve_poll",
    "automatic_options",
    "cast_ballot",
    "choose_voters",
    "close_due_poll",
    "copy_poll",
    "describe_poll",
    "discard_poll",
    "extend_poll",
    "flaws_of",
    "move_question",
    "remove_material",
    "remove_question",
    "return_poll",
    "save_material",
    "save_question",
    "schedule_poll",
    "set_effect",
    "set_legal_check",
    "start_poll",
    "submit_poll",
    "withdraw_poll",
]
