"""Many small writes in few commits, each answered only once it is on the disk: see README.md."""

from veche.groupcommit.committer import Closed, Full, GroupCommit, Statement, Unknown

__all__ = ["Closed", "Full", "GroupCommit", "Statement", "Unknown"]
