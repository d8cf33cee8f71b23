"""The folder and the S3 store keep the same promises."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from veche.commons.files.storage import Storage, s3
from veche.commons.files.storage.folder import Folder
from veche.commons.files.tests import s3_server
from veche.kernel.errors import Problem

KEY = "3f/3f" + "0" * 30 + ".800.webp"
OTHER = "4a/4a" + "1" * 30 + ".pdf"


@pytest.fixture
def s3_store() -> Iterator[s3_server.Store]:
    with s3_server.running() as store:
        yield store


def bucket(
    store: s3_server.Store, *, secret: str = s3_server.SECRET, town: str = "zarechye"
) -> s3.Bucket:
    key = s3.SigningKey(s3_server.ACCESS, secret, s3_server.REGION)
    return s3.Bucket(store.endpoint, "town-files", key, prefix=town)


@pytest.fixture(params=["folder", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path, s3_store: s3_server.Store) -> Storage:
    return Folder(tmp_path / "zarechye") if request.param == "folder" else bucket(s3_store)


def test_bytes_come_back(storage: Storage) -> None:
    assert storage.read(KEY) is None
    assert storage.chunks(KEY) is None
    assert not storage.has(KEY)
    body = os.urandom(700_000)
    storage.put(KEY, body, "image/webp")
    assert storage.read(KEY) == body
    pieces = storage.chunks(KEY)
    assert pieces is not None
    assert b"".join(pieces) == body
    assert storage.has(KEY)


def test_a_proxy_of_the_machine_gets_no_file(
    s3_store: s3_server.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    s3._client.cache_clear()
    try:
        bucket(s3_store).put(KEY, b"one", "image/webp")
        assert bucket(s3_store).read(KEY) == b"one"
    finally:
        s3._client.cache_clear()


def test_put_again_replaces(storage: Storage) -> None:
    storage.put(KEY, b"one", "image/webp")
    storage.put(KEY, b"two", "image/webp")
    assert storage.read(KEY) == b"two"


def test_delete_is_final_and_may_be_repeated(storage: Storage) -> None:
    storage.put(KEY, b"one", "image/webp")
    storage.delete(KEY)
    storage.delete(KEY)
    assert storage.read(KEY) is None


def test_listing_names_everything_once(storage: Storage) -> None:
    keys = {KEY, OTHER, *(f"0{n}/0{n}{'c' * 30}.pdf" for n in range(5))}
    for key in keys:
        storage.put(key, b"x", "application/pdf")
    found = list(storage.listing())
    assert sorted(key for key, _ in found) == sorted(keys)
    assert all(moment.tzinfo is not None and moment < datetime.now(UTC) for _, moment in found)


def test_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    store = Folder(tmp_path / "files" / "zarechye")
    store.put(KEY, b"x", "image/webp")
    path = tmp_path / "files" / "zarechye" / KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (path.parent, path.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "3f/../../x.webp", "/etc/passwd", "3f/name.webp", "", KEY + "\n"]
)
def test_folder_takes_no_other_paths(tmp_path: Path, key: str) -> None:
    store = Folder(tmp_path)
    with pytest.raises(ValueError, match="random id"):
        store.put(key, b"x", "image/webp")
    with pytest.raises(ValueError, match="random id"):
        store.read(key)


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Folder(tmp_path / "t")

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.put(KEY, b"x", "image/webp")
    monkeypatch.undo()
    assert list(store.listing()) == []
    assert store.read(KEY) is None


def test_bytes_are_synced_before_they_get_their_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(handle: int) -> None:
        calls.append("sync")
        fsync(handle)

    def noted_replace(draft: Path, path: Path) -> None:
        calls.append("name")
        replace(draft, path)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    store = Folder(tmp_path)
    (tmp_path / KEY).parent.mkdir()
    store.put(KEY, b"x", "image/webp")
    assert calls == ["sync", "name", "sync"]


def test_a_wrong_secret_is_refused_by_the_store(s3_store: s3_server.Store) -> None:
    with pytest.raises(Problem) as caught:
        bucket(s3_store, secret="guessed").put(KEY, b"x", "image/webp")
    assert caught.value.status == 503
    assert s3_store.refused == 1
    assert not s3_store.objects


def test_towns_share_a_bucket_and_never_a_key(s3_store: s3_server.Store) -> None:
    bucket(s3_store).put(KEY, b"x", "image/webp")
    assert bucket(s3_store, town="gorka").read(KEY) is None
    assert list(bucket(s3_store, town="gorka").listing()) == []
    assert list(s3_store.objects) == [f"/town-files/zarechye/{KEY}"]
    assert list(s3_store.types.values()) == ["image/webp"]


def test_a_stumbling_store_is_asked_again(s3_store: s3_server.Store) -> None:
    store = bucket(s3_store)
    s3_store.failures = s3.TRIES - 1
    store.put(KEY, b"x", "image/webp")
    s3_store.failures = s3.TRIES
    with pytest.raises(Problem) as caught:
        store.read(KEY)
    assert caught.value.code == "file-store"


def test_a_silent_store_is_one_plain_sentence() -> None:
    key = s3.SigningKey("a", "b", "c")
    with pytest.raises(Problem) as caught:
        s3.Bucket("http://127.0.0.1:9", "town-files", key, prefix="t").has(KEY)
    assert caught.value.status == 503


def test_the_signature_of_the_published_example() -> None:
    """GET of a lifecycle setting, from the examples of the specification."""
    key = s3.SigningKey(
        "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1"
    )
    headers = s3.signed_headers(
        key,
        "examplebucket.s3.amazonaws.com",
        s3.Request("GET", "/", (("lifecycle", ""),)),
        datetime(2013, 5, 24, tzinfo=UTC),
    )
    assert headers["authorization"].endswith(
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
    )
