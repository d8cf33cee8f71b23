"""What each column of the catalogue holds."""

from veche.kernel.columns import public, restricted

_SET = "id code title text theme period licence source valid_until created_at changed_at"
_WATCHED = "code first_at changed_at structured_at rows_number sha256"
_VERSION = (
    "id code own number state fields rows_number sha256 note file_name made_at published_at "
    "withdrawn_at withdrawn_reason"
)
COLUMNS = {
    "Publisher.id": public("one row"),
    **{f"Publisher.{name}": public("shown in passports") for name in ("name", "inn")},
    **{f"Publisher.{name}": public("an office's own") for name in ("phone", "email")},
    **{f"OwnSet.{name}": public("the passport") for name in _SET.split()},
    "OwnSet.author_id": restricted("opaque id of the official"),
    **{f"Watched.{name}": public("when a table changed") for name in _WATCHED.split()},
    "Watched.looked_at": restricted("instant of the last look"),
    "Watched.fields_sha256": restricted("digest of the columns"),
    **{f"Version.{name}": public("the history of a set") for name in _VERSION.split()},
    "Version.upload_sha256": restricted("digest of the file, with what groups too small hide"),
    "Version.faults": restricted("cells of a version that is not published"),
    "Version.faults_number": restricted("how many cells are wrong"),
    "Version.doubts": restricted("columns that look like somebody's own"),
    "Version.uploader_id": restricted("opaque id of the official"),
    "Version.publisher_id": restricted("opaque id of the official"),
    "Version.withdrawer_id": restricted("opaque id of the official"),
    "Row.id": restricted("row number"),
    "Row.version": public("which version"),
    "Row.position": public("order of the rows"),
    "Row.line": restricted("row of the file"),
    "Row.cells": restricted("public once the version is, without groups too small"),
}
