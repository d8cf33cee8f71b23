"""Writing the norms."""

from django.db import transaction

from veche.commons.norms import loading
from veche.commons.norms.models import CalendarYear, Norm, WorkingDay
from veche.kernel import locks


@transaction.atomic
def load_shipped() -> tuple[int, int]:
    """Bring the shipped norms and calendar up to this release: (norms, calendar days) written.

    Run by the program itself, at migration and nightly; no person stands behind it. Idempotent.
    """
    locks.take(exclusive=["norms.load_shipped"])
    return loading.load_norms(Norm), loading.load_calendar(CalendarYear, WorkingDay)
