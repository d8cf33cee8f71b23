"""What may be done: by those who belong, for territories, and in words to them."""

from veche.commons.organisations.actions.announcing import (
    take_down_announcement,
    write_announcement,
)
from veche.commons.organisations.actions.joining import (
    NewOrganisation,
    ShownPaper,
    add_organisation,
    admit_member,
    ask_to_join,
    close_organisation,
    end_membership,
    forget_refused,
    join_members,
    let_go,
    refuse_request,
)
from veche.commons.organisations.actions.mandates import Act, end_mandate, give_mandate, lay_down

__all__ = [
    "Act",
    "NewOrganisation",
    "ShownPaper",
    "add_organisation",
    "admit_member",
    "ask_to_join",
    "close_organisation",
    "end_mandate",
    "end_membership",
    "forget_refused",
    "give_mandate",
    "join_members",
    "lay_down",
    "let_go",
    "refuse_request",
    "take_down_announcement",
    "write_announcement",
]
