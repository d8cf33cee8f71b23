"""What every template may use: icons, bars, built files; how numbers, money and days are said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms import BoundField
from django.utils import formats, timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from veche.commons.notifications import public as notifications
from veche.kernel.manifest import Offer

register = template.Library()

NBSP = "\u00a0"
DIST = Path(__file__).resolve().parent.parent / "static" / "dist"


@cache
def built_files() -> dict[str, str]:
    """Plain name -> name with the content's hash, as the front-end build wrote them.

    What was gathered for serving wins: a build made since would name files nobody serves yet.
    """
    gathered = Path(settings.STATIC_ROOT or DIST.parent) / "dist"
    for folder in (gathered, DIST):
        manifest = folder / "manifest.json"
        if manifest.is_file():
            names: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
            return names
    return {}


def built_path(name: str) -> Path:
    """Where a built file lies."""
    gathered = Path(settings.STATIC_ROOT or DIST.parent) / "dist"
    folder = gathered if (gathered / "manifest.json").is_file() else DIST
    return folder / built_files().get(name, name)


@register.simple_tag
def asset(name: str) -> str:
    """Address of a built file: `{% asset "app.css" %}`. Its name already carries a hash."""
    return f"{settings.STATIC_URL}dist/{built_files().get(name, name)}"


@register.simple_tag
def as_written() -> SafeString:
    """The attribute of an element that holds what the town or people wrote, not the interface.

    They write Russian: on pages in another language a screen reader has to be told so.
    """
    own = settings.LANGUAGE_CODE
    return SafeString("" if get_language() == own else f' lang="{own}"')


@register.filter
def written(text: Any) -> str:
    """The same for words that stand in a sentence of the interface."""
    mark = as_written()
    return format_html("<span{}>{}</span>", mark, text) if mark and text else text


@register.filter
def shortened(text: Any, most: int) -> str:
    """The text cut to so many letters, the last one of those a «…».

    Django's own counts what stands for one letter sign by sign, on each of the rows of a list;
    what people wrote is composed (NFC) when it is kept, so a cut parts no letter from its accent.
    """
    whole = str(text)
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"


@register.filter
def web_link(address: str | None) -> str:
    """The address when it leads to the web, else "": `{% if url|web_link %}<a href=…`.

    Forms let nothing else in; an import or a mistake of ours must not become a link that runs.
    """
    return address if address and address.startswith(("https://", "http://")) else ""


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An outline icon of the sprite; silent for screen readers unless it has a label."""
    return _icon(name, size, str(label))


@register.simple_tag
def tag(text: Any, tone: str = "", icon: str = "") -> SafeString:
    """A small label of a card: its state, its clock. Lists hold many, so no template is opened.

    The line's end keeps neighbours apart where they are read aloud.
    """
    return format_html(
        '<span class="tag{}">{}{}</span>\n',
        f" {tone}" if tone else "",
        _icon(icon, "tiny", "") if icon else "",
        text,
    )


# A label that is safe as it stands is another one than the same words unescaped.
@lru_cache(maxsize=1024, typed=True)
def _icon(name: str, size: str, label: str) -> SafeString:
    voice = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon{}" {} width="24" height="24"><use href="{}#{}"/></svg>',
        f" {size}" if size else "",
        voice,
        asset("icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def follows(context: Mapping[str, Any], topic: str) -> bool:
    """Whether who looks follows a topic; one query, none for a visitor.

    A page with many topics asks once, and gives those that are followed as `followed_topics`.
    """
    known = context.get("followed_topics")
    if known is not None:
        return topic in known
    person = context.get("person")
    return person is not None and notifications.is_following(person, topic)


@register.simple_tag(takes_context=True)
def offers(context: Mapping[str, Any], place: str) -> list[Offer]:
    """Other ways that services offer at a place of a page; no query."""
    found = context.get("offers")
    return found(place) if found is not None else []


@register.simple_tag
def bar(value: float | None, total: float = 100, tone: str = "", mark: float | None = None) -> Any:
    """A horizontal bar as SVG geometry; the number itself must stand beside it as text.

    `tone`: quiet bell sky good warn bad grey thin, several with spaces. `mark`: a target.
    """
    share = _share(value, total)
    target = (
        format_html(
            '<rect class="mark" x="{}" width="0.6" height="10"/>', _number(_share(mark, total))
        )
        if mark is not None
        else ""
    )
    # Joined by hand: a page may have hundreds of bars.
    return SafeString(
        f'<svg class="bar-line{f" {escape(tone)}" if tone else ""}" viewBox="0 0 100 10" '
        'preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="10"/>'
        f'<rect class="fill" width="{_number(share)}" height="10"/>{target}</svg>'
    )


@register.simple_tag
def spark(values: Iterable[float], tone: str = "") -> SafeString:
    """A small line of how a number moved; the words beside it must say the same."""
    points = [float(value) for value in values]
    if len(points) < 2:
        return SafeString("")
    low, high = min(points), max(points)
    span = (high - low) or 1
    step = 140 / (len(points) - 1)
    line = " ".join(
        f"{number * step:.1f},{31 - 28 * (value - low) / span:.1f}"
        for number, value in enumerate(points)
    )
    return format_html(
        '<svg class="spark{}" viewBox="0 0 140 34" aria-hidden="true">'
        '<polyline points="{}"/></svg>',
        f" {tone}" if tone else "",
        line,
    )


@register.simple_tag
def columns(rows: Iterable[tuple[str, float]], label: str = "") -> SafeString:
    """A column chart (answers on a scale): (name, value) pairs; put a table twin beside it."""
    pairs = list(rows)
    highest = max((value for _name, value in pairs), default=0) or 1
    width = 320 / max(len(pairs), 1)
    marks = [
        format_html(
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
            '<text x="{}" y="132">{}</text>',
            "lead" if value == highest else "fill",
            _number(number * width + width * 0.14),
            _number(112 - 104 * value / highest),
            _number(width * 0.72),
            _number(104 * value / highest),
            _number((number + 0.5) * width),
            name,
        )
        for number, (name, value) in enumerate(pairs)
    ]
    body = SafeString("".join(marks))
    return format_html(
        '<svg class="columns-chart" viewBox="0 0 320 138" role="img" aria-label="{}">{}</svg>',
        label,
        body,
    )


def _share(value: float | None, total: float) -> float:
    if not value or not total:
        return 0.0
    return min(100.0, max(0.0, 100 * float(value) / float(total)))


def _number(value: float) -> str:
    """A number for SVG: a point whatever the language, no needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


@register.filter
def grouped(value: Any) -> str:
    """«8 214»: thousands parted by a no-break space; from four digits up."""
    if value in (None, ""):
        return ""
    return f"{int(value):,}".replace(",", NBSP).replace("-", "−")


@register.filter
def decimal(value: Any, places: int = 1) -> str:
    """«3,4»: with the language's own mark, a whole number without it."""
    if value in (None, ""):
        return ""
    text = f"{float(value):,.{int(places)}f}"
    whole, _point, rest = text.partition(".")
    rest = rest.rstrip("0")
    text = whole.replace(",", NBSP)
    if rest:
        text += f"{formats.get_format('DECIMAL_SEPARATOR')}{rest}"
    # What rounds to nothing has no sign.
    return "0" if text == "-0" else text.replace("-", "−")


@register.filter
def percent(value: Any, places: int = 0) -> str:
    """«46 %» of a number already in hundredths (46.2 -> «46 %»)."""
    return "" if value in (None, "") else f"{decimal(value, places)}{NBSP}%"


@register.filter
def share(value: Any, total: Any) -> str:
    """«46 %» of a part and its whole; a part that is not nothing never reads as 0 %."""
    if not total:
        return percent(0)
    found = 100 * float(value or 0) / float(total)
    if 0 < found < 0.1:
        return _less_than(0.1)
    return percent(found, 1 if found < 0.5 else 0)


@register.filter
def row_share(row: Mapping[str, Any]) -> str:
    """The share of a row of bars: votes that round to nothing are «меньше 1 %»."""
    return percent(row["share"], 1) if row["share"] or not row.get("votes") else _less_than(1)


def _less_than(value: float) -> str:
    return gettext("меньше %(share)s") % {"share": percent(value, 1)}


@register.filter
def short_money(kopecks: Any) -> str:
    """«14,2 млн ₽» as plain text, from whole kopecks."""
    if kopecks in (None, ""):
        return ""
    roubles = int(kopecks) / 100
    size = abs(roubles)
    if size >= 999_950_000:
        return NBSP.join([decimal(roubles / 1e9), gettext("млрд"), "₽"])
    if size >= 999_950:
        return NBSP.join([decimal(roubles / 1e6), gettext("млн"), "₽"])
    return exact_money(kopecks)


@register.filter
def exact_money(kopecks: Any) -> str:
    """«14 200 000 ₽»; kopecks are said only when there are any."""
    if kopecks in (None, ""):
        return ""
    whole, rest = divmod(abs(int(kopecks)), 100)
    sign = "−" if int(kopecks) < 0 else ""
    cents = f"{formats.get_format('DECIMAL_SEPARATOR')}{rest:02d}" if rest else ""
    return f"{sign}{grouped(whole)}{cents}{NBSP}₽"


@register.filter
def signed_money(kopecks: Any) -> str:
    """«+14 200 000 ₽»: a difference, told with its sign either way."""
    told = exact_money(kopecks)
    return f"+{told}" if told and int(kopecks) > 0 else told


@register.filter
def whole_roubles(kopecks: Any) -> str:
    """«42 160 ₽» where kopecks say nothing: what was divided or shared out."""
    return "" if kopecks in (None, "") else f"{grouped(round(int(kopecks) / 100))}{NBSP}₽"


@register.filter
def money(kopecks: Any) -> str:
    """«14,2 млн ₽» that tells the exact sum to whoever points at it or listens."""
    if kopecks in (None, ""):
        return ""
    short, exact = short_money(kopecks), exact_money(kopecks)
    if short == exact:
        return format_html('<span class="nowrap">{}</span>', exact)
    return format_html('<span class="nowrap" title="{}">{}</span>', exact, short)


@register.filter
def ru_date(value: date | datetime | None) -> str:
    """«26 ноября», with the year when it is not the current one."""
    day = _day(value)
    if day is None:
        return ""
    form = "j E" if day.year == timezone.localdate().year else "j E Y"
    return formats.date_format(day, form).replace(" ", NBSP, 1)


@register.filter
def ru_moment(value: datetime | None) -> str:
    """«18 ноября, 09:12» in the town's time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{ru_date(local)}, {local:%H:%M}"


@register.filter
def days_left(value: date | datetime | None) -> str:
    """«осталось 4 дня»; «последний день»; «прошло 3 дня» when the day is behind.

    A moment of today or tomorrow is said with its hour: «до 01:20 сегодня».
    """
    day = _day(value)
    if day is None:
        return ""
    left = (day - timezone.localdate()).days
    if isinstance(value, datetime) and left in (0, 1):
        return _soon(value, left)
    if left == 0:
        return gettext("последний день")
    if left > 0:
        text = ngettext("остался %(days)s день", "осталось %(days)s дней", left)
    else:
        text = ngettext("прошёл %(days)s день", "прошло %(days)s дней", -left)
    return (text % {"days": grouped(abs(left))}).replace(" ", NBSP)


@register.filter
def until_day(value: datetime | None) -> str:
    """«до 29 ноября»; with the hour when that is today or tomorrow."""
    day = _day(value)
    if value is None or day is None:
        return ""
    left = (day - timezone.localdate()).days
    if left in (0, 1):
        return _soon(value, left)
    return gettext("до %(when)s") % {"when": ru_date(day)}


def _soon(value: datetime, days: int) -> str:
    hour = f"{timezone.localtime(value):%H:%M}"
    text = gettext("завтра до %(hour)s") if days else gettext("до %(hour)s сегодня")
    return text % {"hour": hour}


@register.filter
def ru_span(start: datetime | None, end: datetime | None) -> str:
    """«29 ноября, с 01:13 до 01:20»; «с 29 ноября, 10:00 до 5 декабря, 20:00»."""
    if start is None or end is None:
        return ""
    first, last = timezone.localtime(start), timezone.localtime(end)
    if first.date() == last.date():
        return gettext("%(day)s, с %(start)s до %(end)s") % {
            "day": ru_date(first),
            "start": f"{first:%H:%M}",
            "end": f"{last:%H:%M}",
        }
    return gettext("с %(start)s до %(end)s") % {"start": ru_moment(start), "end": ru_moment(end)}


def _day(value: date | datetime | None) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def geo(value: Any) -> str:
    """A coordinate for a data attribute: always with a point, six places."""
    return "" if value in (None, "") else f"{float(value):.6f}"


@register.filter
def dialled(phone: str) -> str:
    """What a telephone dials of a number as people write it: `tel:{{ phone|dialled }}`."""
    first = phone.replace(";", ",").partition(",")[0].strip()
    return ("+" if first.startswith("+") else "") + "".join(filter(str.isdecimal, first))


@register.filter
def stars(value: Any) -> list[str]:
    """Five classes, `full` or `none`, for a rating of 0–5."""
    count = round(float(value or 0))
    return ["full" if number <= count else "none" for number in range(1, 6)]


@register.filter
def until(value: Any) -> range:
    """`{% for number in 5|until %}`: 1 to 5."""
    return range(1, int(value or 0) + 1)


KINDS = (
    (forms.RadioSelect, "options"),
    (forms.CheckboxSelectMultiple, "options"),
    (forms.CheckboxInput, "check"),
    (forms.FileInput, "file"),
    (forms.Textarea, "area"),
)


@register.filter
def field_kind(field: BoundField) -> str:
    """How a form's field is laid out: options, check, file, area, hidden or text."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    return next((kind for known, kind in KINDS if isinstance(widget, known)), "text")
