"""Workload for config: which acts are whose work."""

from __future__ import annotations

from veche.commons.workload.duties import use_duties

__all__ = ["use_duties"]
