"""Two hooks of the build: dependencies out of `requirements/run.in`, the front end into it."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).resolve().parent
REQUIREMENTS = ROOT / "requirements" / "run.in"


class RunRequirements(MetadataHookInterface):
    """One list of what the program needs, read by the lock and by the package alike."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        lines = (line.partition("#")[0].strip() for line in REQUIREMENTS.read_text().splitlines())
        metadata["dependencies"] = [line for line in lines if line]


class FrontEnd(BuildHookInterface):  # type: ignore[type-arg]
    """Built pages' files are not committed, so the wheel's build makes them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        build = runpy.run_path(str(ROOT / "frontend" / "build.py"))
        try:
            build["build"](ROOT, self.app.display_info)
        except build["BuildError"] as trouble:
            self.app.abort(str(trouble))
