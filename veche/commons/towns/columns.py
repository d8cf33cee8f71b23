"""What each column of towns holds."""

from veche.kernel.columns import public, restricted

COLUMNS = {
    "Municipality.id": public("random id"),
    "Municipality.slug": public("name of the municipality in addresses"),
    "Municipality.name": public("shown to everyone"),
    "Municipality.area": public("shown to everyone"),
    "Municipality.region": public("shown to everyone"),
    "Municipality.hosts": public("addresses at which it answers"),
    "Municipality.time_zone": public("its days begin by this clock"),
    "Municipality.is_demo": public("whether its residents are made up"),
    "Municipality.is_ready": restricted("whether its schema is up to date"),
    "Municipality.schema_digest": restricted("which migrations its schema has"),
}
