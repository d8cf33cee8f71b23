"""What the columns of privacy hold: nothing personal, opaque ids and moments."""

from __future__ import annotations

from veche.kernel.columns import Column, restricted

COLUMNS: dict[str, Column] = {
    "Consent.id": restricted("row number"),
    "Consent.person_id": restricted("opaque id of who agreed"),
    "Consent.is_given": restricted("given or taken back"),
    "Consent.version": restricted("version of the town's page of consents"),
    "Consent.channel": restricted("how it was said"),
    "Consent.said_at": restricted("instant: a consent is proved by its time"),
}
