"""`veche places import-outlines FILE --town SLUG`: borders out of GeoJSON."""

from __future__ import annotations

from veche.commons.places import public as places
from veche.config.management.geography import GeographyCommand


class Command(GeographyCommand):
    help = "Границы города, районов и населённых пунктов из файла GeoJSON."

    import_file = places.import_outlines
    row_title = "контур"
