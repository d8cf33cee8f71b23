"""Uploads are cut while they arrive."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from veche.commons.files import public, rules, uploads
from veche.commons.files.tests.makers import photo


@pytest.fixture
def _small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "BYTES_MAX", 300_000)


@pytest.mark.usefixtures("_small_limit")
@pytest.mark.parametrize("size", [10, 299_999, 300_000, 300_001, 5_000_000])
def test_a_file_is_cut_one_byte_past_the_limit(size: int) -> None:
    files = {"photo": SimpleUploadedFile("a.jpg", b"x" * size), "title": "Сквер"}
    request = RequestFactory().post("/", files)
    found = request.FILES["photo"]
    assert found.size == min(size, 300_001)  # type: ignore[union-attr]
    assert request.POST["title"] == "Сквер"


@pytest.mark.usefixtures("_small_limit")
def test_each_of_several_files_has_the_whole_limit() -> None:
    request = RequestFactory().post(
        "/", {name: SimpleUploadedFile(name, b"x" * 250_000) for name in ("a.jpg", "b.jpg")}
    )
    sizes = [found.size for found in request.FILES.values()]  # type: ignore[union-attr]
    assert sizes == [250_000] * 2


def test_a_real_upload_arrives_whole() -> None:
    data = photo((1800, 1200), quality=95)
    request = RequestFactory().post("/", {"photo": SimpleUploadedFile("a.jpg", data)})
    assert request.FILES["photo"].read() == data  # type: ignore[union-attr]
    assert public.BYTES_MAX == rules.BYTES_MAX == 20 * 1024 * 1024
