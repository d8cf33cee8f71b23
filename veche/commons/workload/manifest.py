"""What workload brings to the house."""

from django.utils.translation import gettext_lazy as _

from veche.commons.workload import duties, events, policies
from veche.kernel.manifest import Act, DeskSection, Manifest

MANIFEST = Manifest(
    slug="workload",
    title=_("Нагрузка"),
    icon="clock",
    desk=(
        DeskSection(
            _("Нагрузка"),
            "workload:read-workload",
            "clock",
            10,
            policies.may_read_workload,
            "records",
        ),
    ),
    acts={
        "workload.minutes_set": Act(
            _("Норма времени изменена"), _("работа"), subject=duties.title_of
        ),
    },
    events=(events.MinutesSet,),
    policies=(policies.may_read_workload, policies.may_set_minutes),
)
