"""What may be done with what people write, one module for each part of it."""

from veche.commons.moderation.actions.appealing import decide_appeal, file_appeal
from veche.commons.moderation.actions.banning import BanText, end_ban, set_ban
from veche.commons.moderation.actions.complaining import complain
from veche.commons.moderation.actions.deciding import (
    pass_thing,
    remove_thing,
    settle_due,
    settle_item,
    settle_now,
    take_back,
)
from veche.commons.moderation.actions.forgetting import forget_old, forget_person, join_things
from veche.commons.moderation.actions.ruling import set_moderation_rules
from veche.commons.moderation.actions.submitting import (
    Noted,
    Standing,
    examine,
    note,
    repeats,
    submit,
    withdraw,
)
from veche.commons.moderation.actions.twins import find_twins, judge_twins

__all__ = [
    "BanText",
    "Noted",
    "Standing",
    "complain",
    "decide_appeal",
    "end_ban",
    "examine",
    "file_appeal",
    "find_twins",
    "forget_old",
    "forget_person",
    "join_things",
    "judge_twins",
    "note",
    "pass_thing",
    "remove_thing",
    "repeats",
    "set_ban",
    "set_moderation_rules",
    "settle_due",
    "settle_item",
    "settle_now",
    "submit",
    "take_back",
    "withdraw",
]
