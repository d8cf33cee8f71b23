"""The Django application of discussions."""

from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    """Arguments for and against, in two columns."""

    name = "veche.commons.discussion"
    label = "discussion"
