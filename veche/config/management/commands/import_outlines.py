"""`veche places import-outlines FILE --town SLUG`: borders out of GeoJSON."""

from __future__ import annotations

from veche.commons.places import public as places
from veche.config.management.geography import GeographyCommand


class Command(GeographyCommand):
    help = "Границы города, районов и населённых пунктов из файла GeoJSON."

    row_title = "контур"

    def import_file(self, data: bytes) -> places.Imported:
        return places.import_outlines(places.Machine(), data)
