"""Charts whose width is time. Each needs a table twin beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from veche.portal.templatetags.portal import ru_date

register = template.Library()
WIDTH, TOP, FLOOR = 400.0, 4.0, 118.0
MOST_TICKS = 4


class Stretch(Protocol):
    """A stretch of time and how fast something went within it."""

    starts_at: datetime
    ends_at: datetime
    per_hour: float


@register.simple_tag
def time_bars(steps: Sequence[Stretch], label: str = "") -> SafeString:
    """Bars as wide as their stretch of time and as high as its speed: the area is the number."""
    if not steps:
        return SafeString("")
    start, end = steps[0].starts_at, steps[-1].ends_at
    whole = (end - start).total_seconds() or 1.0
    highest = max(step.per_hour for step in steps) or 1.0

    def x_of(moment: datetime) -> float:
        return WIDTH * (moment - start).total_seconds() / whole

    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (
                "lead" if step.per_hour == highest else "fill",
                f"{x_of(step.starts_at):.1f}",
                f"{FLOOR - (FLOOR - TOP) * step.per_hour / highest:.1f}",
                f"{max(x_of(step.ends_at) - x_of(step.starts_at) - 0.6, 0.6):.1f}",
                f"{(FLOOR - TOP) * step.per_hour / highest:.1f}",
            )
            for step in steps
        ),
    )
    ticks = format_html_join(
        "",
        '<text x="{}" y="136">{}</text>',
        ((f"{x_of(day):.1f}", ru_date(day)) for day in _days(start, end)),
    )
    return format_html(
        '<svg class="columns-chart" viewBox="0 0 400 142" role="img" aria-label="{}">{}{}</svg>',
        label,
        bars,
        ticks,
    )


def _days(start: datetime, end: datetime) -> list[Any]:
    """Noons to write a day under, a few at most, not at the very edges."""
    noon = start.replace(hour=12, minute=0, second=0, microsecond=0)
    count = (end.date() - start.date()).days + 1
    step = -(-count // MOST_TICKS)
    days = [noon + timedelta(days=number) for number in range(0, count, step)]
    margin = (end - start) * 0.06
    return [day for day in days if start + margin <= day <= end - margin]


class Point(Protocol):
    """A mean of 1 to 5 at the end of a week."""

    week_on: date
    mean: float


@register.simple_tag
def trust_line(points: Sequence[Point], label: str = "") -> SafeString:
    """A line of means between 1 and 5; one week alone is a dot."""
    if not points:
        return SafeString("")
    step = (WIDTH - 40) / max(len(points) - 1, 1)
    places = [
        (20 + number * step, 110 - 24 * (point.mean - 1)) for number, point in enumerate(points)
    ]
    marks = format_html_join(
        "",
        '<line class="fill" x1="16" x2="400" y1="{}" y2="{}"/><text x="6" y="{}">{}</text>',
        ((110 - 24 * (n - 1), 110 - 24 * (n - 1), 114 - 24 * (n - 1), n) for n in (1, 3, 5)),
    )
    dots = format_html_join(
        "",
        '<circle class="lead" cx="{}" cy="{}" r="5"/>',
        ((f"{x:.1f}", f"{y:.1f}") for x, y in places),
    )
    return format_html(
        '<svg class="columns-chart trust" viewBox="0 0 410 124" role="img" aria-label="{}">{}'
        '<polyline points="{}"/>{}</svg>',
        label,
        marks,
        " ".join(f"{x:.1f},{y:.1f}" for x, y in places),
        dots,
    )
