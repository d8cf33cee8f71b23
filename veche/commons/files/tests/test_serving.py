"""Who gets which bytes, and under which headers."""

from __future__ import annotations

import hashlib
import io
import os
import time
import uuid
import zipfile
import zlib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from veche.commons.files import jobs, policies, protection, public, queries, storage, views
from veche.commons.files.manifest import MANIFEST
from veche.commons.files.models import StoredFile
from veche.commons.files.tests.makers import photo
from veche.kernel import clock
from veche.kernel.errors import Invalid, NotFound, TooMany

OWNER, OTHER = uuid.uuid4(), uuid.uuid4()
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Someone:
    id: uuid.UUID | None = None
    earlier_ids: tuple[uuid.UUID, ...] = ()


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path, town: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.FILES_STORE = "folder"
    monkeypatch.setattr(protection, "_rules", {})
    return tmp_path / "zarechye"


def stored(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def get(view: Any, person: Someone, **route: Any) -> Any:
    request = RequestFactory().get("/files/")
    request.person = person  # type: ignore[attr-defined]
    return view(request, **route)


def save(owner: uuid.UUID = OWNER, alt: str = "") -> public.FileRef:
    return public.save_photo(photo((900, 600)), owner=owner, purpose="test", alt=alt)


def test_a_form_names_ones_own_that_hangs_nowhere() -> None:
    free, hung, others = save().id, save().id, save(OTHER).id
    public.attach(OWNER, file_ids=[hung], subject_kind="thing", subject_id="1")
    named = [free, hung, others]
    assert public.usable(OWNER, named) == {free}
    assert public.usable(OWNER, named, "thing") == {free, hung}
    assert public.usable(OTHER, named, "other") == {others}


def test_save_photo_keeps_what_it_says(folder: Path) -> None:
    found = save(alt="  Скамейка у пруда ")
    row = StoredFile.objects.get(id=found.id)
    assert (found.kind, found.widths, found.width, found.height) == (
        "photo",
        (320, 800, 1600),
        900,
        600,
    )
    assert (found.alt, found.is_public, row.content_type) == (
        "Скамейка у пруда",
        False,
        "image/webp",
    )
    assert stored(folder) == [f"{found.id.hex}.{slot}.webp" for slot in (1600, 320, 800)]
    largest = storage.of_town().read(f"{found.id.hex[:2]}/{found.id.hex}.1600.webp")
    assert largest is not None
    assert bytes(row.sha256) == hashlib.sha256(largest).digest()
    assert found.srcset.endswith(f"/files/{found.id}/1600.webp 900w")


def test_public_files_are_everyones_and_kept_for_an_hour() -> None:
    found = save()
    public.attach(OWNER, file_ids=[found.id], subject_kind="t", subject_id="1", is_public=True)
    response = get(views.photo, Someone(), file_id=found.id, size=320)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=3600, must-revalidate"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "Vary" not in response


def test_a_copy_is_asked_after_and_ends_with_the_file() -> None:
    """What is taken down leaves the caches: they ask anew, and who asks is looked at first."""
    found = save()
    public.attach(OWNER, file_ids=[found.id], subject_kind="t", subject_id="1", is_public=True)
    tag = get(views.photo, Someone(), file_id=found.id, size=320)["ETag"]
    other = get(views.photo, Someone(), file_id=found.id, size=800)["ETag"]
    assert tag != other

    def again(**route: Any) -> Any:
        request = RequestFactory().get("/files/", HTTP_IF_NONE_MATCH=tag)
        return views.photo(request, file_id=found.id, **route)

    known = again(size=320)
    assert (known.status_code, known.content) == (304, b"")
    assert known["Cache-Control"] == "public, max-age=3600, must-revalidate"
    assert again(size=800).status_code == 200
    StoredFile.objects.update(visibility="private")
    with pytest.raises(NotFound):
        again(size=320)


def test_private_files_are_their_owners() -> None:
    found = save()
    response = get(views.photo, Someone(OWNER), file_id=found.id, size=800)
    assert response["Cache-Control"] == "private, no-store"
    for stranger in (Someone(), Someone(OTHER)):
        with pytest.raises(NotFound):
            get(views.photo, stranger, file_id=found.id, size=800)


def test_a_subjects_rule_opens_private_files() -> None:
    found = save()
    public.attach(OWNER, file_ids=[found.id], subject_kind="t.draft", subject_id="7")
    with pytest.raises(NotFound):
        get(views.photo, Someone(OTHER), file_id=found.id, size=800)
    public.protect("t.draft", lambda person, subject: person.id == OTHER and subject == "7")
    assert get(views.photo, Someone(OTHER), file_id=found.id, size=800).status_code == 200
    with pytest.raises(NotFound):
        get(views.photo, Someone(), file_id=found.id, size=800)
    with pytest.raises(ValueError, match="two rules"):
        public.protect("t.draft", lambda person, subject: True)


def test_may_read_file_denies_by_default() -> None:
    row = queries.file_by_id(save().id)
    assert policies.may_read_file(Someone(OWNER), row)
    assert not policies.may_read_file(Someone(OTHER), row)
    assert policies.may_read_file(Someone(OTHER, (OWNER,)), row)
    assert not policies.may_read_file(Someone(), row)
    row.owner_id = None
    assert not policies.may_read_file(Someone(), row)
    row.visibility = "public"
    assert policies.may_read_file(Someone(), row)


def test_sizes_not_kept_are_answered_by_the_largest() -> None:
    small = public.save_photo(photo((200, 100)), owner=OWNER, purpose="test")
    for size in (320, 800, 1600):
        assert get(views.photo, Someone(OWNER), file_id=small.id, size=size).status_code == 200
    with pytest.raises(NotFound):
        get(views.photo, Someone(OWNER), file_id=small.id, size=321)


def test_unknown_ids_and_wrong_kinds_are_not_found() -> None:
    found = save()
    with pytest.raises(NotFound):
        get(views.photo, Someone(OWNER), file_id=uuid.uuid4(), size=800)
    with pytest.raises(NotFound):
        get(views.document, Someone(OWNER), file_id=found.id)


def test_documents_are_downloads_in_a_sandbox() -> None:
    found = public.save_document(
        SimpleUploadedFile("../Смета «2027»\r\nX: 1.pdf", PDF), owner=OWNER, purpose="test"
    )
    assert found.name == "Смета 2027 X 1.pdf"
    response = get(views.document, Someone(OWNER), file_id=found.id)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    with pytest.raises(NotFound):
        get(views.document, Someone(OTHER), file_id=found.id)


@pytest.mark.parametrize(
    "data", [photo(), b"<html>%PDF-1.7 %%EOF", PDF[:-8], b"PK\x03\x04" + PDF, b"%PDF-x" + PDF]
)
def test_only_pdf_is_a_document(data: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        public.save_document(data, owner=OWNER, purpose="test")
    assert caught.value.code == "document-not-pdf"


ACTING = (
    b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
    b"/OpenAction<</S/JavaScr#69pt/JS 2 0 R>>",
    b"/AA<</O<</S/Launch/F(calc.exe)>>>>",
    b"/Names<</EmbeddedFiles 3 0 R>>",
)


def pdf_with(what: bytes, *, packed: bool = False) -> bytes:
    if packed:
        inside = zlib.compress(b"<</Type/Catalog" + what + b">>")
        stream = b"5 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\r\n" + inside
        return PDF.replace(b"trailer", stream + b"\nendstream endobj\ntrailer")
    return PDF.replace(b"/Catalog", b"/Catalog" + what)


@pytest.mark.parametrize("what", ACTING)
@pytest.mark.parametrize("packed", [False, True])
def test_a_document_that_acts_by_itself_is_refused(what: bytes, packed: bool) -> None:
    with pytest.raises(Invalid) as caught:
        public.save_document(pdf_with(what, packed=packed), owner=OWNER, purpose="test")
    assert caught.value.code == "document-acts"


def test_a_document_that_only_opens_at_a_page_is_taken() -> None:
    for packed in (False, True):
        data = pdf_with(b"/OpenAction[3 0 R/XYZ null null 0]", packed=packed)
        assert public.save_document(data, owner=OWNER, purpose="test").kind == "document"


def test_what_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veche.commons.files.documents.UNPACKED_MAX", 1000)
    data = pdf_with(b" " * 5000, packed=True)
    with pytest.raises(Invalid) as caught:
        public.save_document(data, owner=OWNER, purpose="test")
    assert caught.value.code == "document-acts"


def test_large_and_empty_files_are_refused_in_plain_words(folder: Path) -> None:
    big = photo() + b"\0" * (public.BYTES_MAX - len(photo()) + 1)
    for upload in (big, SimpleUploadedFile("big.jpg", big)):
        with pytest.raises(Invalid) as caught:
            public.save_photo(upload, owner=OWNER, purpose="test")
        assert caught.value.code == "file-too-large"
        assert "осталось в форме" in str(caught.value.advice)
    assert public.save_photo(big[:-1], owner=OWNER, purpose="test").width == 640
    with pytest.raises(Invalid):
        public.save_photo(b"", owner=OWNER, purpose="test")


def test_one_person_uploads_a_limited_number_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veche.commons.files.actions.UPLOADS_PER_HOUR", 2)
    save()
    save()
    with pytest.raises(TooMany):
        save()
    assert save(owner=OTHER)


def test_attach_takes_only_own_free_files() -> None:
    mine, theirs = save(), save(owner=OTHER)
    with pytest.raises(NotFound):
        public.attach(OWNER, file_ids=[mine.id, theirs.id], subject_kind="t", subject_id="1")
    assert public.of("t", "1") == ()
    public.attach(OWNER, file_ids=[mine.id], subject_kind="t", subject_id="1")
    public.attach(OWNER, file_ids=[mine.id], subject_kind="t", subject_id="1")
    assert [found.id for found in public.of("t", "1")] == [mine.id]
    with pytest.raises(NotFound):
        public.attach(OWNER, file_ids=[mine.id], subject_kind="t", subject_id="2")
    with pytest.raises(NotFound):
        public.attach(OTHER, file_ids=[mine.id], subject_kind="t", subject_id="1x", is_public=True)


def test_publish_and_hide_follow_the_subject() -> None:
    found = save()
    public.attach(OWNER, file_ids=[found.id], subject_kind="t", subject_id="1")
    public.publish("t", "1")
    assert public.refs([found.id])[found.id].is_public
    public.hide("t", "1")
    with pytest.raises(NotFound):
        get(views.photo, Someone(), file_id=found.id, size=320)


def test_orphans_go_after_a_day_and_attached_files_stay(
    folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    old, attached, fresh = save(), save(), save()
    public.attach(OWNER, file_ids=[attached.id], subject_kind="t", subject_id="1")
    yesterday = clock.now() - timedelta(hours=25)
    StoredFile.objects.filter(id__in=[old.id, attached.id]).update(created_at=yesterday)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.remove_orphans()
    assert set(StoredFile.objects.values_list("id", flat=True)) == {attached.id, fresh.id}
    assert not [name for name in stored(folder) if name.startswith(old.id.hex)]
    assert len(stored(folder)) == 6


def test_bytes_without_a_row_are_swept(folder: Path) -> None:
    kept = save()
    store = storage.of_town()
    stray = f"ab/ab{'0' * 30}.pdf"
    store.put(stray, PDF, "application/pdf")
    draft = folder / "ab" / ".half.1234"
    draft.write_bytes(b"half")
    jobs.remove_strays()
    assert store.has(stray)  # a day has not passed: it may be an upload under way
    yesterday = time.time() - 25 * 3600
    for path in folder.rglob("*.*"):
        if path.is_file():
            os.utime(path, (yesterday, yesterday))
    jobs.remove_strays()
    assert not store.has(stray)
    assert not draft.exists()
    assert stored(folder) == [f"{kept.id.hex}.{slot}.webp" for slot in (1600, 320, 800)]


def test_no_row_is_left_when_its_bytes_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        save()
    assert not StoredFile.objects.exists()


def test_bytes_go_only_once_the_row_is_gone(
    folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    found = save()
    with django_capture_on_commit_callbacks() as after:
        public.remove([found.id])
        assert not StoredFile.objects.exists()
        assert len(stored(folder)) == 3
    for callback in after:
        callback()
    assert stored(folder) == []


def test_disown_forgets_the_owner(django_capture_on_commit_callbacks: Any) -> None:
    attached, loose = save(), save()
    public.attach(OWNER, file_ids=[attached.id], subject_kind="t", subject_id="1")
    with django_capture_on_commit_callbacks(execute=True):
        public.disown(OWNER)
    assert list(StoredFile.objects.values_list("id", "owner_id")) == [(attached.id, None)]
    assert public.ref(loose.id) is None


def test_over_http_unknown_files_are_404(client: Client) -> None:
    private = save()
    for path in (
        f"/files/{uuid.uuid4()}/800.webp",
        f"/files/{private.id}/800.webp",
        f"/files/{private.id}.pdf",
        f"/files/{private.id}/801.webp",
        "/files/../../etc/passwd",
    ):
        assert client.get(path).status_code == 404, path
    public.attach(OWNER, file_ids=[private.id], subject_kind="t", subject_id="1", is_public=True)
    response = client.get(f"/files/{private.id}/800.webp")
    assert response.status_code == 200
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not response.cookies
    assert client.post(f"/files/{private.id}/800.webp").status_code in (403, 405)


def test_an_erased_person_leaves_no_trace_on_files() -> None:
    loose = save()
    _name, consumer = MANIFEST.listens["identity.person_erased"]
    for _ in range(2):
        consumer({"person_id": str(OWNER)}, uuid.uuid4())
    assert public.ref(loose.id) is None


def test_tables_are_kept_as_they_came_and_only_downloaded(client: Client) -> None:
    data = "Код;Сумма\r\n0702;5\r\n".encode("windows-1251")
    kept = public.save_table(data, owner=OWNER, purpose="tests", name="../Бюджет 2026.CSV")
    assert (kept.name, kept.src) == ("Бюджет 2026.csv", f"/files/{kept.id}.csv")
    assert public.table_bytes(kept.id) == data
    assert public.sha256_of(kept.id) == hashlib.sha256(data).hexdigest()
    assert client.get(kept.src).status_code == 404
    public.attach(OWNER, file_ids=[kept.id], subject_kind="t.t", subject_id="1", is_public=True)
    answer: Any = client.get(kept.src)
    assert b"".join(answer.streaming_content) == data
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    for other in (f"/files/{kept.id}.xlsx", f"/files/{kept.id}.pdf"):
        assert client.get(other).status_code == 404


@pytest.mark.parametrize(
    "data", [b"<html>", b"a\0b", b"%PDF-1.7", b"PK\x03\x04...", b"\xd0\xcf\x11\xe0xls"]
)
def test_only_tables_are_tables(data: bytes) -> None:
    with pytest.raises(Invalid):
        public.save_table(data, owner=OWNER, purpose="tests")


def test_a_workbook_with_a_program_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("xl/workbook.xml", "")
        archive.writestr("xl/vbaProject.bin", "")
    with pytest.raises(Invalid, match="table-acts"):
        public.save_table(kept.getvalue(), owner=OWNER, purpose="tests")
