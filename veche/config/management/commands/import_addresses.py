"""`veche places import-addresses FILE --town SLUG`: addresses out of CSV."""

from __future__ import annotations

from veche.commons.places import public as places
from veche.config.management.geography import GeographyCommand


class Command(GeographyCommand):
    help = "Адреса города из файла CSV."

    row_title = "строка"

    def import_file(self, data: bytes) -> places.Imported:
        return places.import_addresses(places.Machine(), data)
