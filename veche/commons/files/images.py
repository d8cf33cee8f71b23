"""Photos are drawn anew: what leaves is pixels we decoded, in WebP we wrote.

Nothing of the upload's bytes survives, so neither metadata nor a second file hidden in the first.
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from veche.commons.files import rules
from veche.kernel.errors import Invalid, Text

FORMATS: Final = ("JPEG", "PNG", "WEBP")  # several pictures in one JPEG (MPO) come as JPEG
# JPEG is decoded at a fraction of its size, the others whole: 4 bytes for each pixel.
PIXELS_MAX_JPEG = 80_000_000
PIXELS_MAX = 32_000_000
# A progressive JPEG of a camera or an editor is drawn in some ten scans. Each is a few bytes that
# cost the time of a whole picture, so a small file of thousands would keep a server busy for hours.
SCANS_MAX = 40
_SCAN = b"\xff\xda"
TALLEST = 3  # heights per width; a longer strip is made narrower
QUALITY = 80
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    MemoryError,
    struct.error,
)


@dataclass(frozen=True)
class Drawn:
    """A photo in all sizes kept: WebP bytes by nominal width, pixels of the largest."""

    sizes: dict[int, bytes]
    width: int
    height: int


def redraw(data: bytes) -> Drawn:
    """Decode an uploaded photo and write it anew; Invalid with a plain sentence otherwise."""
    _refuse_known_strangers(data)
    try:
        with warnings.catch_warnings():
            # Pillow warns of odd metadata and of many pixels; both are dealt with here.
            warnings.simplefilter("ignore")
            picture = _pixels(data)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except BROKEN:
        raise Invalid(
            _("Эту фотографию не удалось открыть"),
            advice=_("Возможно, файл повреждён. Сохраните снимок как JPEG и приложите ещё раз."),
            code="photo-broken",
        ) from None
    sizes: dict[int, bytes] = {}
    for slot in rules.kept_widths(picture.width):
        drawn = _fitted(picture, slot)
        sizes[slot] = _webp(drawn)
    return Drawn(sizes, drawn.width, drawn.height)


def _refuse_known_strangers(data: bytes) -> None:
    head = data[:1024]
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        raise _unfit(
            _("Снимки HEIC пока не открываются"),
            _(
                "На айфоне выберите «Настройки → Камера → Форматы → Наиболее совместимый» "
                "или отправьте снимок экрана с фотографией."
            ),
            "photo-heic",
        )
    if head.startswith((b"GIF87a", b"GIF89a")):
        raise _unfit(
            _("Картинки GIF не подходят"),
            _("Приложите фотографию JPEG, PNG или WebP."),
            "photo-gif",
        )
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"").lower()
    if text.startswith(b"<"):
        raise _unfit(
            _("Это рисунок SVG или страница, а не фотография"),
            _("Приложите фотографию JPEG, PNG или WebP."),
            "photo-svg",
        )


def _pixels(data: bytes) -> Image.Image:
    """The picture upright, in sRGB, without anything besides its pixels."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as upload:
        is_jpeg = upload.format in ("JPEG", "MPO")
        if upload.width * upload.height > (PIXELS_MAX_JPEG if is_jpeg else PIXELS_MAX):
            raise _too_many_pixels()
        # Drawn data hold no such pair; metadata may, of a small picture beside the large one.
        if is_jpeg and data.count(_SCAN) > SCANS_MAX:
            raise _unfit(
                _("Эта фотография записана необычно"),
                _("Сохраните её заново как JPEG или приложите снимок экрана с ней."),
                "photo-scans",
            )
        if not is_jpeg and getattr(upload, "is_animated", False):
            raise _unfit(
                _("Движущиеся картинки не подходят"),
                _("Приложите обычную фотографию JPEG, PNG или WebP."),
                "photo-animated",
            )
        profile = upload.info.get("icc_profile")
        upload.draft(None, (max(rules.WIDTHS), max(rules.WIDTHS)))
        upload.load()
        picture = _in_srgb(_upright(upload), profile)
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    return clean


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except BROKEN:
        return picture.copy()  # broken metadata are no reason to refuse the photo


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB or RGBA; colours of another profile are carried over when the profile can be read."""
    if picture.mode.startswith(("I", "F")):
        # 16 bits a channel: the upper eight are what a screen shows.
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    target = "RGBA" if has_alpha else "RGB"
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            carried = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, *BROKEN):
            carried = None
        if carried is not None:
            return carried
    return picture.convert(target)


def _fitted(picture: Image.Image, width: int) -> Image.Image:
    drawn = picture.copy()
    drawn.thumbnail((width, width * TALLEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return drawn


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()


def _unfit(message: Text, advice: Text, code: str) -> Invalid:
    return Invalid(message, advice=advice, code=code)


def _too_many_pixels() -> Invalid:
    return _unfit(
        _("В этой картинке слишком много точек"),
        _("Уменьшите её до 8000 точек по большей стороне или приложите снимок экрана."),
        "photo-too-many-pixels",
    )
