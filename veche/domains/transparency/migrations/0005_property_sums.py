"""Income from property has a way down of its own, also in what was read before."""

from typing import Any

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations
from django.db.models import Count, Sum
from django.db.models.functions import Left

# As the rules were on the day of this migration: they go on, and it does not.
PROPERTY, WIDTH, LEVELS = ("111", "114"), 7, (1, 3, 5, 7)
LAND, GAIN = ("1110501", "1110502", "111053", "11406"), ("11101", "11102", "11103", "11107")


def kind_of(code: str) -> str:
    """Land, rent, sale or gain."""
    if code in (*PROPERTY, "11105"):
        return "untold"
    if code.startswith(LAND):
        return "land"
    if code.startswith("114"):
        return "sale"
    return "gain" if code.startswith(GAIN) else "rent"


def significant(code: str) -> str:
    """The code cut where only noughts follow, at a level of its own."""
    return next((code[:level] for level in LEVELS if not code[level:].strip("0")), code)


def nodes_of(rows: Any) -> dict[str, dict[str, Any]]:
    """Sums of the whole, of each kind and of each code, out of (part, code, lines, sums)."""
    found: dict[str, dict[str, Any]] = {}
    for part, detail, number, *sums in rows:
        code = significant(detail) or part
        path = ["all", kind_of(code), code]
        for depth, own in enumerate(path):
            key, parent = "-".join(path[: depth + 1]), "-".join(path[:depth])
            node = found.setdefault(
                key,
                {
                    "parent": parent, "code": own, "lines_number": 0, "has_below": depth < 2,
                    "plan": None, "revised": None, "executed": None,
                },
            )  # fmt: skip
            node["lines_number"] += number
            for name, value in zip(("plan", "revised", "executed"), sums, strict=True):
                if value is not None:
                    node[name] = (node[name] or 0) + value
    return found


def roll_up_property(apps: Any, schema_editor: Any) -> None:
    """Revenue that was read before gets its sums of property too."""
    line, node = apps.get_model("transparency", "Line"), apps.get_model("transparency", "Node")
    sources = apps.get_model("transparency", "Source").objects
    for source_id in sources.filter(side="revenue").values_list("id", flat=True):
        rows = (
            line.objects.filter(source_id=source_id, is_total=False, part__in=PROPERTY)
            .annotate(detail=Left("code", WIDTH))
            .values_list("part", "detail")
            .annotate(number=Count("id"), p=Sum("plan"), r=Sum("revised"), e=Sum("executed"))
            .order_by("part", "detail")
        )
        node.objects.bulk_create(
            [
                node(source_id=source_id, axis="property", key=key, **told)
                for key, told in nodes_of(rows).items()
            ]
        )


def forget_property(apps: Any, schema_editor: Any) -> None:
    """The way back."""
    apps.get_model("transparency", "Node").objects.filter(axis="property").delete()


class Migration(migrations.Migration):
    """Sums of what is there already."""

    deploy = "before"
    dependencies = [
        ("transparency", "0004_sources_of_deficit"),
    ]

    operations = [
        ValidateConstraint(model_name="source", name="transparency_source_side"),
        migrations.RunPython(roll_up_property, forget_property),
    ]
