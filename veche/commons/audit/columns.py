"""What the journal's columns hold."""

from veche.kernel.columns import restricted

COLUMNS = {
    "AuditEntry.id": restricted("order of entries"),
    "AuditEntry.kind": restricted("what was done"),
    "AuditEntry.actor_id": restricted("opaque id of who did it; means nothing after an erasure"),
    "AuditEntry.subject": restricted("opaque id of what it was done to"),
    "AuditEntry.reason": restricted("the actor's words, written to be published"),
    "AuditEntry.details": restricted("ids, words of closed lists, short numbers, instants"),
    "AuditEntry.recorded_at": restricted("when, by the database's clock"),
}
