"""Background work of the norms."""

from veche.commons.norms import actions
from veche.kernel import jobs


@jobs.periodic("norms.refresh_shipped", every_minutes=1440)
def refresh_shipped() -> None:
    """Bring the shipped values up to the running release, so that an update reaches every town."""
    actions.load_shipped()
