"""What each column of documents holds."""

from veche.kernel.columns import public, restricted

_SHOWN = public("the town's template, seen in every paper made by it")
COLUMNS = {
    **{f"TemplateVersion.{name}": _SHOWN for name in ["id", "kind", "number", "text", "saved_at"]},
    "TemplateVersion.author_id": restricted("opaque id of the official who wrote it"),
}
