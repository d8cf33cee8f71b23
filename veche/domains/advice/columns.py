"""What each column of advice holds."""

from veche.kernel.columns import public, restricted

_QUESTION = (
    "id number title text theme is_public answers has_official best published_at answered_at due_on"
)
_ANSWER = (
    "id question text voice speaks_for organisation_id is_public useful useless score published_at"
)
_GUIDE = (
    "id number question answer title text theme version turn speaks_for is_public "
    "is_town_text is_outdated doubts checked_on check_by changed_at"
)
_VERSION = "id guide answer number title text note speaks_for made_at"

COLUMNS = {
    **{f"Question.{name}": public("shown once it is public") for name in _QUESTION.split()},
    "Question.author_id": restricted("opaque id of who asks; nobody is shown it"),
    "Question.is_withdrawn": restricted("whether who asked took it back"),
    "Question.asked_at": restricted("when it was written, before a moderator read it"),
    **{f"Answer.{name}": public("shown once it is public") for name in _ANSWER.split()},
    "Answer.author_id": restricted("opaque id of who answers; nobody is shown it"),
    "Answer.is_withdrawn": restricted("whether its author took it away"),
    "Answer.written_at": restricted("when it was written, before a moderator read it"),
    "Rating.id": restricted("row number"),
    "Rating.answer": restricted("what was marked: only counts are shown"),
    "Rating.person_id": restricted("opaque id, so that each person marks once"),
    "Rating.is_useful": restricted("one's own mark: only counts are shown"),
    **{f"Guide.{name}": public("shown to everyone") for name in _GUIDE.split()},
    **{f"GuideVersion.{name}": public("shown to everyone") for name in _VERSION.split()},
    "GuideVersion.made_by_id": restricted("opaque id of the official who wrote it"),
    "Doubt.id": restricted("row number"),
    "Doubt.guide": restricted("what was doubted: only counts are shown"),
    "Doubt.person_id": restricted("opaque id, so that each reader doubts once"),
    "Doubt.reason": restricted("what of it is not true any more; officials see counts"),
}
