"""Income from property has a way down of its own, also in what was read before."""

from typing import Any

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations
from django.db.models import Count, Sum
from django.db.models.functions import Left

from veche.domains.transparency.rules import axes, codes


def roll_up_property(apps: Any, schema_editor: Any) -> None:
    """Revenue that was read before gets its sums of property too."""
    line, node = apps.get_model("transparency", "Line"), apps.get_model("transparency", "Node")
    sources = apps.get_model("transparency", "Source").objects
    for source_id in sources.filter(side=codes.REVENUE).values_list("id", flat=True):
        groups = [
            axes.Group("", part, "", number, sums, detail)
            for part, detail, number, *sums in line.objects.filter(
                source_id=source_id, is_total=False, part__in=codes.PROPERTY
            )
            .annotate(detail=Left("code", codes.PROPERTY_CODE))
            .values_list("part", "detail")
            .annotate(number=Count("id"), p=Sum("plan"), r=Sum("revised"), e=Sum("executed"))
            .order_by("part", "detail")
        ]
        node.objects.bulk_create(
            [
                node(
                    source_id=source_id,
                    axis=one.axis,
                    key=one.key,
                    parent=one.parent,
                    code=one.code,
                    lines_number=one.number,
                    has_below=one.has_below,
                    plan=one.sums[0],
                    revised=one.sums[1],
                    executed=one.sums[2],
                )
                for one in axes.rolled_up(codes.REVENUE, groups)
                if one.axis == axes.PROPERTY
            ]
        )


def forget_property(apps: Any, schema_editor: Any) -> None:
    """The way back."""
    apps.get_model("transparency", "Node").objects.filter(axis=axes.PROPERTY).delete()


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
