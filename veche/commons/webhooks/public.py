"""Webhooks for config and the portal: which events there are, and telling one."""

from __future__ import annotations

from veche.commons.webhooks.actions import announce
from veche.commons.webhooks.announcing import announcements, use_announcements

__all__ = ["announce", "announcements", "use_announcements"]
