"""What is wrong with bytes from outside, by a name that programs know."""

from __future__ import annotations


class Fault(ValueError):
    """Bytes that are refused. `code` names what is wrong and stays the same; the words add where.

    The words never repeat what was read: they go into answers and logs, a ballot does not.
    """

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(f"{code}: {words}" if words else code)
        self.code = code
