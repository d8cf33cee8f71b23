"""What comes out of an uploaded photo, and what is refused."""

import contextlib
import io
import random
import struct
import zipfile
import zlib

import pytest
from PIL import Image, ImageCms

from veche.commons.files import images
from veche.commons.files.tests.makers import SECRET, exif, opened, photo, redness
from veche.kernel.errors import Invalid


def refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        images.redraw(data)
    assert str(caught.value.message)
    assert str(caught.value.advice)
    return caught.value.code


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (200, {320: 200}),
        (320, {320: 320}),
        (500, {320: 320, 800: 500}),
        (2400, {320: 320, 800: 800, 1600: 1600}),
    ],
)
def test_sizes_are_kept_and_never_enlarged(width: int, expected: dict[int, int]) -> None:
    drawn = images.redraw(photo((width, width // 2)))
    assert {slot: opened(body).width for slot, body in drawn.sizes.items()} == expected
    assert (drawn.width, drawn.height) == (max(expected.values()), max(expected.values()) // 2)


def test_output_is_webp_without_metadata() -> None:
    drawn = images.redraw(photo(exif=exif()))
    for body in drawn.sizes.values():
        assert body[:4] == b"RIFF"
        assert body[8:12] == b"WEBP"
        assert SECRET not in body
        assert not opened(body).getexif()
        assert not {"exif", "xmp", "icc_profile"} & opened(body).info.keys()


@pytest.mark.parametrize(
    ("orientation", "upright", "red_at"),
    [
        (1, (640, 480), (0.1, 0.5)),
        (3, (640, 480), (0.9, 0.5)),
        (6, (480, 640), (0.5, 0.1)),
        (8, (480, 640), (0.5, 0.9)),
    ],
)
def test_orientation_is_applied(
    orientation: int, upright: tuple[int, int], red_at: tuple[float, float]
) -> None:
    drawn = images.redraw(photo(exif=exif(orientation)))
    assert (drawn.width, drawn.height) == upright
    picture = opened(drawn.sizes[800])
    assert redness(picture, red_at)
    assert not redness(picture, (1 - red_at[0], 1 - red_at[1]))


def test_a_large_rotated_photo_keeps_its_full_width() -> None:
    drawn = images.redraw(photo((5000, 4000), exif=exif(6)))
    assert (drawn.width, drawn.height) == (1600, 2000)


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr("evil.html", "<script>alert(1)</script>")
    return packed.getvalue()


@pytest.mark.parametrize("tail", [b"<html><script>alert('tail')</script>", archive()])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_a_second_file_survives(kind: str, tail: bytes) -> None:
    data = photo(kind=kind, quality=95) + tail
    for body in images.redraw(data).sizes.values():
        assert b"script" not in body
        assert b"evil.html" not in body
        assert tail[:8] not in body
        assert not zipfile.is_zipfile(io.BytesIO(body))


def test_nothing_of_comments_and_text_chunks_survives() -> None:
    info = Image.new("RGB", (64, 64))
    out = io.BytesIO()
    info.save(out, "JPEG", comment=b"<?php echo 1; ?>")
    assert b"<?php" in out.getvalue()
    assert all(b"<?php" not in body for body in images.redraw(out.getvalue()).sizes.values())


def test_colours_of_another_profile_are_carried_over() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    drawn = images.redraw(photo(icc_profile=lab))
    assert redness(opened(drawn.sizes[320]), (0.1, 0.5))
    assert images.redraw(photo(icc_profile=b"no profile at all")).width == 640


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16", "CMYK"])
def test_every_mode_is_drawn(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert opened(images.redraw(photo(kind=kind, mode=mode)).sizes[320]).mode == "RGB"


def test_a_16_bit_picture_keeps_its_tones() -> None:
    out = io.BytesIO()
    Image.new("I;16", (64, 64), 128 * 257).save(out, "PNG")
    pixel = opened(images.redraw(out.getvalue()).sizes[320]).getpixel((5, 5))
    assert isinstance(pixel, tuple)
    assert 120 <= pixel[0] <= 136


def test_a_transparent_ground_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (64, 64), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(images.redraw(out.getvalue()).sizes[320]).getpixel((5, 5)) == (255, 255, 255)


def test_animations_are_refused() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    for kind in ("PNG", "WEBP"):
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
        assert refusal(out.getvalue()) == "photo-animated"
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert refusal(out.getvalue()) == "photo-gif"


def test_a_photo_of_several_pictures_gives_its_first() -> None:
    out = io.BytesIO()
    first = opened(photo())
    first.save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (640, 480))])
    assert redness(opened(images.redraw(out.getvalue()).sizes[320]), (0.1, 0.5))


@pytest.mark.parametrize(
    "text",
    [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "\ufeff  \n<?xml version='1.0'?><svg/>",
        "<!-- a --><svg/>",
        "<!doctype html><script>alert(1)</script>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_svg_and_pages_are_refused(text: str, encoding: str) -> None:
    assert refusal(text.encode(encoding)) == "photo-svg"


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"hevc"])
def test_heic_is_refused_in_plain_words(brand: bytes) -> None:
    assert refusal(struct.pack(">I", 24) + b"ftyp" + brand + b"\0" * 64) == "photo-heic"


def png_claiming(width: int, height: int) -> bytes:
    """A small file that says it is huge."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8000, 8000), (60_000, 60_000), (2**31 - 1, 1000)])
def test_bombs_are_refused_before_decoding(size: tuple[int, int]) -> None:
    assert refusal(png_claiming(*size)) == "photo-too-many-pixels"


def progressive(again: int) -> bytes:
    """A photo whose last scan, some bytes of it, is drawn so many times more."""
    out = io.BytesIO()
    Image.new("L", (640, 480), 128).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    last, end = data.rindex(images._SCAN), data.rindex(b"\xff\xd9")
    return data[:end] + data[last:end] * again + data[end:]


def test_a_photo_drawn_over_and_over_is_refused_before_decoding() -> None:
    scans = progressive(0).count(images._SCAN)
    assert 1 < scans < images.SCANS_MAX / 2
    assert images.redraw(progressive(images.SCANS_MAX - scans)).width == 640
    assert refusal(progressive(images.SCANS_MAX - scans + 1)) == "photo-scans"


@pytest.mark.parametrize(
    "data", [b"\xff\xd8\xff\xe0", b"plain words", b"%PDF-1.7", b"PK\x03\x04", photo()[:900]]
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    assert refusal(data) == "photo-broken"


def test_damaged_photos_are_refused_or_drawn_and_never_break() -> None:
    chance = random.Random(20261122)
    for kind in ("JPEG", "PNG", "WEBP"):
        whole = photo((120, 90), kind, exif=exif(6))
        for _number in range(150):
            data = bytearray(whole)
            for _flip in range(chance.randint(1, 12)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            with contextlib.suppress(Invalid):
                assert images.redraw(bytes(data)).sizes
