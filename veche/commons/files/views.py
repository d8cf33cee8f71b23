"""Serving files after a check of who asks."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from veche.commons.files import actions, policies, queries, rules, storage
from veche.commons.files.models import StoredFile
from veche.kernel.access import access
from veche.kernel.errors import NotFound

# The bytes of an address never change, but what is taken down must soon be gone everywhere:
# whoever keeps a copy asks again after an hour, which costs no bytes.
AN_HOUR = "public, max-age=3600, must-revalidate"
SANDBOX = "default-src 'none'; sandbox"


class _Visitor:
    """Someone without an account."""

    id: UUID | None = None
    earlier_ids: tuple[UUID, ...] = ()


@require_safe
@access(policies.may_read_file)
def photo(request: HttpRequest, file_id: UUID, size: int) -> HttpResponseBase:
    """A photo in one of its sizes."""
    file = _readable(request, file_id, rules.PHOTO)
    if size not in rules.WIDTHS:
        raise NotFound()
    kept = rules.served_width(size, tuple(file.widths))
    tag = _tag(file, str(kept))
    if (known := _unchanged(request, tag)) is not None:
        return _guarded(known, file, tag)
    data = storage.of_town().read(rules.storage_key(file.id, f"{kept}.webp"))
    if data is None:
        raise NotFound()
    return _guarded(HttpResponse(data, content_type=file.content_type), file, tag)


@require_safe
@access(policies.may_read_file)
def document(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """A document, always as a download: it is the one thing here we did not write ourselves."""
    return _download(request, _readable(request, file_id, rules.DOCUMENT), "document.pdf")


@require_safe
@access(policies.may_read_file)
def table(request: HttpRequest, file_id: UUID, form: str) -> HttpResponseBase:
    """A table as it came, always as a download."""
    file = _readable(request, file_id, rules.TABLE)
    if not file.name.endswith(f".{form}"):
        raise NotFound()
    return _download(request, file, f"table.{form}")


def _download(request: HttpRequest, file: StoredFile, plain_name: str) -> HttpResponseBase:
    tag = _tag(file, file.kind)
    if (known := _unchanged(request, tag)) is not None:
        return _guarded(known, file, tag)
    (key,) = actions.keys_of(file)
    pieces = storage.of_town().chunks(key)
    if pieces is None:
        raise NotFound()
    response = StreamingHttpResponse(pieces, content_type=file.content_type)
    response["Content-Length"] = str(file.size_bytes)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    )
    return _guarded(response, file, tag)


def _tag(file: StoredFile, form: str) -> str:
    return f'"{file.id.hex}-{form}"'


def _unchanged(request: HttpRequest, tag: str) -> HttpResponseBase | None:
    """An answer without bytes, for who has them already; asked after the check of who asks."""
    answer = get_conditional_response(request, etag=tag)
    return answer if answer is not None and answer.status_code == HTTPStatus.NOT_MODIFIED else None


def _readable(request: HttpRequest, file_id: UUID, kind: str) -> StoredFile:
    """The file if it is of that kind and may be read; else NotFound, whatever the cause."""
    file = queries.file_by_id(file_id)
    if file.kind != kind:
        raise NotFound()
    # Who asks is looked up only for private files: public ones must not depend on a cookie.
    person = _Visitor() if file.visibility == "public" else getattr(request, "person", _Visitor())
    if not policies.may_read_file(person, file):
        raise NotFound()
    return file


def _guarded(response: HttpResponseBase, file: StoredFile, tag: str) -> HttpResponseBase:
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    is_public = file.visibility == "public"
    response["Cache-Control"] = AN_HOUR if is_public else "private, no-store"
    if is_public:
        response["ETag"] = tag
    return response
