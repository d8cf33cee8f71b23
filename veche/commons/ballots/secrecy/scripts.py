"""The scripts that seal a secret ballot, as this town serves them while the poll runs."""

from __future__ import annotations

import base64
import json
from hashlib import sha384
from pathlib import Path

from django.contrib.staticfiles import finders

# The entry of each page of a secret poll; each is whole in one file.
SCRIPTS = ("secret.js", "secret-joining.js", "secret-receipt.js", "secret-recount-worker.js")


def client_sha384() -> tuple[str, ...]:
    """Their SHA-384 in base64, as subresource integrity writes them; none where nothing is built.

    In the manifest they let anybody see that the scripts were changed in the middle of a vote.
    """
    listed = finders.find("dist/manifest.json")
    if listed is None:
        return ()
    names = json.loads(Path(listed).read_bytes())
    files = (Path(listed).with_name(names[one]) for one in SCRIPTS if one in names)
    return tuple(base64.b64encode(sha384(one.read_bytes()).digest()).decode() for one in files)
