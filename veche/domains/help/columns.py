"""What each column of help holds."""

from veche.kernel.columns import restricted

COLUMNS = {
    "Inquiry.id": restricted("random id"),
    "Inquiry.number": restricted("known to whoever asked; with it the answer is read"),
    "Inquiry.screen": restricted("which page the question is about"),
    "Inquiry.text": restricted("the question, for support; names are asked to stay out of it"),
    "Inquiry.asked_at": restricted("the order of the queue"),
    "Inquiry.answer": restricted("for whoever has the number"),
    "Inquiry.answered_at": restricted("when it was answered, and when to delete it"),
    "Inquiry.answered_by_id": restricted("opaque id of the official who answered"),
}
