"""Writing the norms."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from veche.commons.norms import loading
from veche.commons.norms.models import CalendarYear, Mark, Norm, Origin, WorkingDay
from veche.kernel import locks, stamps
from veche.kernel.errors import Conflict, NotFound


@transaction.atomic
def load_shipped() -> tuple[int, int]:
    """Bring the shipped norms and calendar up to this release: (norms, calendar days) written.

    Run by the program itself, at migration and nightly; no person stands behind it. Idempotent.
    """
    locks.take(exclusive=["norms.load_shipped"])
    written = loading.load_norms(Norm), loading.load_calendar(CalendarYear, WorkingDay)
    stamps.forget()
    return written


@transaction.atomic
def enter(
    code: str, *, title: str, value: int, unit: str, legal_ref: str, valid_from: date
) -> None:
    """Put a norm in force that no release has brought: its first value, or the next one.

    The caller has asked its policy and tells the journal.
    """
    locks.take(exclusive=[f"norms:{code}"])
    if Norm.objects.filter(code=code).exists():
        take_over(code, value=value, legal_ref=legal_ref, valid_from=valid_from, unit=unit)
        return
    Norm.objects.create(
        code=code,
        title=title,
        value=value,
        unit=unit,
        legal_ref=legal_ref,
        mark=Mark.OWN,
        origin=Origin.TOWN,
        valid_from=valid_from,
    )
    stamps.forget()


@transaction.atomic
def take_over(
    code: str, *, value: int, legal_ref: str, valid_from: date, unit: str | None = None
) -> None:
    """Put the town's own value in force from a day on; the earlier ones keep their days.

    The caller has asked its policy and tells the journal. From then on releases let the code be.
    """
    locks.take(exclusive=[f"norms:{code}"])
    rows = Norm.objects.filter(code=code)
    ahead = rows.filter(valid_from__gte=valid_from).order_by("-valid_from").first()
    if ahead is not None and ahead.valid_from > valid_from:
        raise Conflict(
            _("С более поздней даты уже записано другое значение"),
            advice=_("Выберите день не раньше последней записи."),
            code="norm-ahead",
        )
    before = rows.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from)).first()
    if before is None:
        raise NotFound()
    rows.update(origin=Origin.TOWN)
    counted = unit or before.unit
    own = {
        "value": value,
        "unit": counted,
        "legal_ref": legal_ref,
        "mark": Mark.OWN,
        "source": "",
    }
    if ahead is not None:
        rows.filter(id=ahead.id).update(**own)
        stamps.forget()
        return
    rows.filter(id=before.id).update(valid_to=valid_from - timedelta(days=1))
    Norm.objects.create(
        code=code,
        title=before.title,
        origin=Origin.TOWN,
        valid_from=valid_from,
        **own,
    )
    stamps.forget()
