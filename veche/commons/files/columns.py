"""What each column of the files' table holds."""

from veche.kernel.columns import public, restricted

COLUMNS = {
    "StoredFile.id": public("the random id in the file's address"),
    "StoredFile.owner_id": restricted("opaque id of who uploaded it: they alone may attach it"),
    "StoredFile.purpose": restricted("what it was uploaded for"),
    "StoredFile.visibility": public("whether anyone may see it"),
    "StoredFile.kind": public("photo, document or table"),
    "StoredFile.content_type": public("type of our own output, or of a document or table"),
    "StoredFile.size_bytes": public("size of the stored bytes"),
    "StoredFile.sha256": restricted("digest of the stored bytes, to find damage"),
    "StoredFile.width": public("pixels of the largest size"),
    "StoredFile.height": public("pixels of the largest size"),
    "StoredFile.widths": public("kept sizes"),
    "StoredFile.name": restricted("name of a document or table, seen by whoever may read it"),
    "StoredFile.alt": restricted("words instead of the picture, seen by whoever may read it"),
    "StoredFile.subject_kind": restricted("what it is attached to"),
    "StoredFile.subject_id": restricted("id of what it is attached to"),
    "StoredFile.created_at": restricted("when it was uploaded"),
}
