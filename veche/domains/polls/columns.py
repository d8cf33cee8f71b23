"""What each column of polls holds. Drafts are the officials' own until they are published."""

from veche.kernel.columns import public, restricted

_SHOWN = public("shown on the poll's page once it is published")
_SIGNATORY = public("an official in office signs by post and name")
_OFFICIAL = restricted("opaque id of the official who answers for it")
_RULE = public("a dated decision of the town on how its polls are prepared")
_POLL = (
    "id slug kind state title summary cover_id initiator curator audience legal_effect act_title "
    "act_number act_on act_url min_age min_level min_turnout opens_at closes_at is_revisable mode "
    "results_shown shuffles_options has_discussion published_at opened_at closed_at decide_by "
    "origin_kind origin_id"
)
_QUESTION = (
    "id poll position code kind text hint is_required minimum maximum scale_low scale_high total "
    "max_each total_unit shown_if_question shown_if_options"
)
_OPTION = (
    "id question position code text detail neutral photo_id cost_kopecks place_text latitude "
    "longitude"
)
_MATERIAL = "id poll position side title text author file_id url"
_PROTOCOL = "id poll number signed_on template_number issued_at"
_CAMPAIGN = "id title starts_on ends_on act"
_LEGAL_CHECK = "id covers_all act valid_from set_at"
_EXTENSION = "id poll closed_before_at closes_at reason extended_at"

_CALL = "id poll position mark outcome"

COLUMNS = {
    **{f"Call.{name}": public("the draw and its counts are published") for name in _CALL.split()},
    **{
        f"Census.{name}": public("the town's figures, shown with their source")
        for name in ("id", "source", "counted_on", "figures", "uploaded_at")
    },
    "Census.author_id": _OFFICIAL,
    "Call.person_id": restricted("opaque id of the voter to call, until the outcome is written"),
    "Call.caller_id": restricted("opaque id of who calls"),
    "Call.shown_at": restricted("when the number was shown, which happens once"),
    **{f"Poll.{name}": _SHOWN for name in _POLL.split()},
    "Poll.author_id": _OFFICIAL,
    "Poll.writer_ids": restricted("opaque ids of the officials who wrote it"),
    "Poll.lawyer_id": _OFFICIAL,
    "Poll.approver_id": _OFFICIAL,
    "Poll.returned_because": restricted("what the lawyer or the approver wrote to the author"),
    "Poll.import_key": restricted("digest of the file a poll was read from, so that it comes once"),
    "Poll.options_text": public("words of questions and options, by which a poll is found"),
    "Poll.changed_at": restricted("instant, for the order on the officials' desk"),
    "Territory.id": restricted("row number"),
    "Territory.poll": _SHOWN,
    "Territory.place_id": _SHOWN,
    **{f"Question.{name}": _SHOWN for name in _QUESTION.split()},
    **{f"Option.{name}": _SHOWN for name in _OPTION.split()},
    **{f"Material.{name}": _SHOWN for name in _MATERIAL.split()},
    **{f"Extension.{name}": _SHOWN for name in _EXTENSION.split()},
    **{f"Campaign.{name}": _RULE for name in _CAMPAIGN.split()},
    "Campaign.names": public("candidates and parties as the election commission publishes them"),
    **{f"Protocol.{name}": _SHOWN for name in _PROTOCOL.split()},
    "Protocol.signatory_post": _SIGNATORY,
    "Protocol.signatory_name": _SIGNATORY,
    **{f"LegalCheckRule.{name}": _RULE for name in _LEGAL_CHECK.split()},
}
