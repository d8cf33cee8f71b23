"""Settings of the tests: the real ones, over the environment of the tests."""

import tests.environment  # noqa: F401  before anything reads it
from veche.config.settings import *  # noqa: F403

# Tests read templates and static names as written; the manifest of built files is the build's.
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
