"""Pages of moderation, one module for each of those who use them."""

from veche.commons.moderation.views.authors import list_own_things, read_own_thing
from veche.commons.moderation.views.bans import end_ban, list_bans, set_ban
from veche.commons.moderation.views.everyone import complain, read_log, removals_csv
from veche.commons.moderation.views.office import (
    judge_thing,
    read_next,
    read_queue,
    read_thing,
    settle_now,
    take_back,
)
from veche.commons.moderation.views.seconds import (
    list_appeals,
    list_twins,
    read_appeal,
    read_twins,
    set_moderation_rules,
)

__all__ = [
    "complain",
    "end_ban",
    "judge_thing",
    "list_appeals",
    "list_bans",
    "list_own_things",
    "list_twins",
    "read_appeal",
    "read_log",
    "read_next",
    "read_own_thing",
    "read_queue",
    "read_thing",
    "read_twins",
    "removals_csv",
    "set_ban",
    "set_moderation_rules",
    "settle_now",
    "take_back",
]
