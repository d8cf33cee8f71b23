"""`veche doctor` tells of personal data that is not dropped in time."""

from __future__ import annotations

from typing import Any

from veche.config.doctor import work
from veche.config.doctor.findings import Finding
from veche.kernel.models import RetentionRun
from veche.portal import context


def of(town: str) -> Finding:
    return next(one for one in work.retention() if one.text.startswith(f"{town}:"))


def test_a_missing_run_is_worth_a_look(town: Any) -> None:
    found = of(town.name)
    assert found.level == "look"
    assert "ещё ни разу" in found.text
    for rule in (one for manifest in context.manifests() for one in manifest.retained):
        RetentionRun.objects.create(job=rule.job)
    found = of(town.name)
    assert (found.level, found.advice) == ("good", "")
    RetentionRun.objects.create(job="identity.forget_codes", failure="OperationalError")
    found = of(town.name)
    assert found.level == "look"
    assert "база данных не ответила" in found.text
