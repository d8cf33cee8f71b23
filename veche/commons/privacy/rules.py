"""Words of closed lists: how a consent was said."""

from __future__ import annotations

BY_SITE = "site"
CHANNELS = (BY_SITE,)
# The town's page whose versions people agree to.
CONSENTS = "consents"
