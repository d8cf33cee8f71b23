"""Photos made for the tests."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw

from veche.commons.files.models import StoredFile

SECRET = b"GPS55.7558N"


def photo(size: tuple[int, int] = (640, 480), kind: str = "JPEG", **options: Any) -> bytes:
    """A picture whose left half is red and right half is blue."""
    mode = options.pop("mode", "RGB")
    picture = Image.new("RGB", size, (200, 30, 30))
    ImageDraw.Draw(picture).rectangle((size[0] // 2, 0, *size), fill=(30, 30, 200))
    out = io.BytesIO()
    picture.convert(mode).save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """Metadata with an orientation and a place that must not get out."""
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010E] = SECRET.decode()
    return found


def opened(data: bytes) -> Image.Image:
    """Our output, decoded."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def redness(picture: Image.Image, place: tuple[float, float]) -> bool:
    """Whether the picture is red rather than blue at a place given in parts of its sides."""
    pixel = picture.convert("RGB").getpixel(
        (int(place[0] * (picture.width - 1)), int(place[1] * (picture.height - 1)))
    )
    assert isinstance(pixel, tuple)
    return pixel[0] > pixel[2]


def kept_files() -> list[str]:
    """What each kept file hangs on; "" for nothing."""
    return sorted(StoredFile.objects.values_list("subject_kind", flat=True))
