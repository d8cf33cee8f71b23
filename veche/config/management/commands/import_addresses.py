"""`veche places import-addresses FILE --town SLUG`: addresses out of CSV."""

from __future__ import annotations

from veche.commons.places import public as places
from veche.config.management.geography import GeographyCommand


class Command(GeographyCommand):
    help = "Адреса города из файла CSV."

    import_file = places.import_addresses
    row_title = "строка"
