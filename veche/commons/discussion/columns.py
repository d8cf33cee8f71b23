"""What each column of discussions holds."""

from veche.kernel.columns import public, restricted

_SHOWN = public("shown with the argument once it is public")
_ARGUMENT = (
    "id thread side text is_official speaks_for is_public has_changed_mind useful swayed score "
    "published_at edited_at"
)
_THREAD = "id kind subject_id markers number_for number_against is_stale"

COLUMNS = {
    **{f"Thread.{name}": public("what is discussed, and counts") for name in _THREAD.split()},
    **{f"Argument.{name}": _SHOWN for name in _ARGUMENT.split()},
    "Argument.author_id": restricted("opaque id of who argues; nobody is shown it"),
    "Argument.is_withdrawn": restricted("whether its author took it away"),
    "Argument.markers_before": restricted("how many had marked before it was public"),
    "Argument.written_at": restricted("when it was written, before a moderator read it"),
    "Mark.id": restricted("row number"),
    "Mark.argument": restricted("what was marked: only counts are shown"),
    "Mark.thread": restricted("where it was marked"),
    "Mark.person_id": restricted("opaque id, so that each person marks once"),
    "Marker.id": restricted("row number"),
    "Marker.thread": restricted("where somebody marked"),
    "Marker.person_id": restricted("opaque id, so that each reader is counted once"),
    "Sway.id": restricted("row number"),
    "Sway.argument": restricted("what changed a mind: only counts are shown"),
    "Sway.person_id": restricted("opaque id, so that each mind changes once"),
}
