"""«Вече», an open digital town hall."""

__version__ = "0.1.0"
