"""The verbs of a poll: written as a draft, then run."""

from veche.domains.polls.actions.calling import (
    TOLD,
    begin_calls,
    forget_called,
    record_call,
    show_contact,
)
from veche.domains.polls.actions.census import upload_census
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
from veche.domains.polls.actions.running import (
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
    "MaterialText",
    "OptionText",
    "Passport",
    "QuestionText",
    "TOLD",
    "approve_poll",
    "automatic_options",
    "begin_calls",
    "cast_ballot",
    "choose_voters",
    "close_due_poll",
    "copy_poll",
    "describe_poll",
    "discard_poll",
    "extend_poll",
    "flaws_of",
    "forget_called",
    "move_question",
    "record_call",
    "remove_material",
    "remove_question",
    "return_poll",
    "save_material",
    "save_question",
    "schedule_poll",
    "set_effect",
    "show_contact",
    "start_poll",
    "submit_poll",
    "upload_census",
    "withdraw_poll",
]
