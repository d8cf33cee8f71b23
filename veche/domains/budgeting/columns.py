"""What each column of participatory budgeting holds."""

from veche.kernel.columns import public, restricted

_CYCLE = (
    "id slug template state title summary body place_id ballot votes_max others_max min_age"
    " min_level turnout_target is_revisable rule completion votes_min reserve_max act_title"
    " act_number act_on act_url votes_at vote_url changed_at published_at"
    " settled_at scored_at closed_at counted_at represented numbers"
)
_PROJECT = (
    "id slug cycle fund number state is_public is_by_town origin_kind origin_id title need works"
    " benefits upkeep land spot latitude longitude area cost_kopecks partners_kopecks rivals"
    " picture_id refused_because votes score place contract_number contractor accepted_on"
    " accepted_by guarantee_until contract_kopecks paid_kopecks changed_at"
)
_PROTOCOL = (
    "cycle number signed_on signatory_post signatory_name list_number list_on works_by"
    " protocol_template list_template"
)
COLUMNS = {
    **{f"Cycle.{name}": public("of the cycle, for everyone") for name in _CYCLE.split()},
    "Cycle.author_id": restricted("opaque id of the official who set it up"),
    "Cycle.begun_at": restricted("when it was begun"),
    "Cycle.version": restricted("tells the second of two officials that the first was there"),
    "Phase.id": restricted("row number"),
    **{
        f"Phase.{name}": public("when what is open")
        for name in ("cycle", "kind", "starts_at", "ends_at")
    },
    "Fund.id": restricted("row number"),
    **{
        f"Fund.{name}": public("money of a place")
        for name in ("cycle", "code", "place_id", "amount_kopecks")
    },
    **{
        f"Project.{name}": public("of the project, once a moderator has let it through")
        for name in _PROJECT.split()
    },
    "Project.author_id": restricted(
        "opaque id of who proposed it; nothing once they are erased, save where an official entered"
        " it in the town's name"
    ),
    "Project.begun_at": restricted("when the draft was begun"),
    "Project.filed_at": restricted("when it was sent"),
    "Project.version": restricted("tells the second of two officials that the first was there"),
    **{
        f"Photo.{name}": restricted("public once it is covered and a person has seen it")
        for name in ("id", "project", "state", "covered_id", "position", "added_at")
    },
    **{
        f"WorkNote.{name}": public("the log of the works")
        for name in ("id", "project", "step", "on", "text", "photo_ids", "at")
    },
    "WorkNote.key": restricted("by which a form sent twice is one line"),
    "WorkNote.by_id": restricted("opaque id of the official"),
    **{
        f"Requisites.{name}": public("where residents pay; stands on every receipt")
        for name in (
            "id", "name", "inn", "kpp", "account", "bank_name", "bic", "bank_account", "kbk",
            "oktmo", "changed_at",
        )
    },
    "Requisites.by_id": restricted("opaque id of the administrator"),
    **{
        f"Payment.{name}": restricted("of the treasury's statement; everyone sees sums alone")
        for name in ("id", "project", "number", "on", "amount_kopecks", "nth", "at")
    },
    **{
        f"Gift.{name}": public("what residents gave besides money")
        for name in ("id", "project", "kind", "text", "amount_kopecks", "on", "at")
    },
    "Gift.key": restricted("by which a form sent twice is one gift"),
    "Gift.by_id": restricted("opaque id of the official"),
    "CostLine.id": restricted("row number"),
    **{
        f"CostLine.{name}": public("what a project costs")
        for name in ("project", "position", "title", "amount_kopecks", "payer")
    },
    "Check.id": restricted("row number"),
    **{
        f"Check.{name}": public("what the town found, and why")
        for name in ("project", "kind", "is_passed", "reason", "at")
    },
    "Check.by_id": restricted("opaque id of the official"),
    "Tally.id": restricted("row number"),
    **{
        f"Tally.{name}": public("the count, repeatable from the published ballots")
        for name in (
            "fund", "rule", "completion", "is_in_force", "rounds", "told", "figures", "made_at",
        )
    },
    "Criterion.id": restricted("row number"),
    **{
        f"Criterion.{name}": public("what points are given for, by the local act")
        for name in ("cycle", "position", "title", "kind", "points_max", "full_at")
    },
    "Score.member_id": restricted("opaque id of the official"),
    **{
        f"Score.{name}": restricted("one member's mark; everyone sees the mean of all")
        for name in ("id", "project", "criterion", "points", "at")
    },
    **{
        f"StateVote.{name}": public("whence the votes of a vote elsewhere are")
        for name in ("cycle", "votes", "source", "file_name", "sha256", "at")
    },
    "StateVote.by_id": restricted("opaque id of the official"),
    "Override.id": restricted("row number"),
    **{
        f"Override.{name}": public("a departure from the count, before everyone")
        for name in ("project", "before", "after", "reason", "at")
    },
    "Override.by_id": restricted("opaque id of the official"),
    **{f"Protocol.{name}": public("the count as a document") for name in _PROTOCOL.split()},
}  # fmt: skip
