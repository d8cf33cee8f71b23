"""What each column of the open budget holds."""

from veche.kernel.columns import public, restricted

COLUMNS = {
    "Source.id": public("random id"),
    "Source.slug": public("random id of the address"),
    "Source.state": public("how far the file has come"),
    "Source.year": public("year of the budget"),
    "Source.side": public("spending, revenue or sources of the deficit"),
    "Source.stage": public("draft, adopted, revised, executed"),
    "Source.as_of": public("the day it speaks of"),
    "Source.act_title": public("the council's decision, shown to everyone"),
    "Source.act_number": public("the council's decision, shown to everyone"),
    "Source.act_on": public("the council's decision, shown to everyone"),
    "Source.file_id": public("id of the file, which anyone may download"),
    "Source.file_name": public("name of the file"),
    "Source.sha256": public("digest of the file, to compare it with"),
    "Source.size_bytes": public("size of the file"),
    "Source.sheet": public("which sheet of the workbook"),
    "Source.sheet_title": public("title of the sheet"),
    "Source.mapping": public("which column is what"),
    "Source.headings": public("headings of the file"),
    "Source.first_row": public("row on which the table begins"),
    "Source.tops": restricted("first rows of each sheet, shown to whoever matches columns"),
    "Source.unit": public("roubles in one unit of the file"),
    "Source.done": restricted("how far a check has come"),
    "Source.attempt": restricted("which of several checks it is"),
    "Source.lines_number": public("how many lines it has"),
    "Source.totals_number": public("how many of its rows are totals"),
    "Source.faults": restricted("cells of a file that is not published"),
    "Source.faults_number": restricted("how many cells are wrong"),
    "Source.doubts": public("totals of the file that are not the sum of their parts"),
    "Source.doubts_number": public("how many there are"),
    "Source.repeats": restricted("lines with the codes of an earlier one, for who publishes"),
    "Source.repeats_number": restricted("how many there are"),
    "Source.plan": public("sum in kopecks"),
    "Source.revised": public("sum in kopecks"),
    "Source.executed": public("sum in kopecks"),
    "Source.uploader_id": restricted("opaque id of the official"),
    "Source.uploaded_at": restricted("instant of the upload"),
    "Source.publisher_id": restricted("opaque id of the official"),
    "Source.published_at": public("since when it is public"),
    "Source.withdrawer_id": restricted("opaque id of the official"),
    "Source.withdrawn_at": public("when it was taken back"),
    "Source.withdrawn_reason": public("why, shown to everyone"),
    "Line.id": restricted("row number"),
    "Line.source": public("which version"),
    "Line.row": public("row of the file"),
    "Line.is_total": public("whether it is a sum of other rows"),
    "Line.office": public("code of the office"),
    "Line.part": public("code of the section and subsection, or of the kind of income"),
    "Line.target": public("code of the programme"),
    "Line.kind": public("code of the kind of spending"),
    "Line.code": public("code of revenue or of a source"),
    "Line.name": public("as the file calls it"),
    "Line.plan": public("sum in kopecks"),
    "Line.revised": public("sum in kopecks"),
    "Line.executed": public("sum in kopecks"),
    "Node.id": restricted("row number"),
    "Node.source": public("which version"),
    "Node.axis": public("which way down"),
    "Node.key": public("codes from the top down"),
    "Node.parent": public("codes of what it is a part of"),
    "Node.code": public("its own code"),
    "Node.name": public("as the file calls it"),
    "Node.lines_number": public("how many lines"),
    "Node.has_below": public("whether anything lies below"),
    "Node.plan": public("sum in kopecks"),
    "Node.revised": public("sum in kopecks"),
    "Node.executed": public("sum in kopecks"),
}

_BODY = "id slug name is_outside site organisation_id added_at"
_PLAN = "id body kind period days_after starts_on ends_on legal_ref planned_at"
_DUE = "id line starts_on ends_on due_on is_done"
_REPORT = (
    "id slug body kind title starts_on ends_on year due number summary published_at changed_at "
    "words text_state"
)
_VERSION = "id report number summary reason file_id file_name sha256 size_bytes link published_at"
_TABLE = "id version position file_id file_name size_bytes headings rows rows_number is_cut"
_HIDING = "id version reason hidden_at"
_QUESTION = "id report state text shown_at due_on answer answered_at"
COLUMNS |= {
    **{f"Body.{name}": public("a body that reports") for name in _BODY.split()},
    **{f"PlanLine.{name}": public("the plan of publication") for name in _PLAN.split()},
    "PlanLine.planner_id": restricted("opaque id of the official"),
    **{f"Due.{name}": public("what is owed, and by when") for name in _DUE.split()},
    "Due.is_overdue_told": restricted("whether followers were told that it is late"),
    **{f"Report.{name}": public("a public report") for name in _REPORT.split()},
    **{f"Version.{name}": public("a public version") for name in _VERSION.split()},
    "Version.publisher_id": restricted("opaque id of the official"),
    **{f"Attachment.{name}": public("a public table") for name in _TABLE.split()},
    **{f"Hiding.{name}": public("why files are shown no more") for name in _HIDING.split()},
    "Hiding.hider_id": restricted("opaque id of the official"),
    **{f"Question.{name}": public("shown once it is let through") for name in _QUESTION.split()},
    "Question.author_id": restricted("opaque id of who asks; nobody is shown it"),
    "Question.asked_at": restricted("when it was written, before a moderator read it"),
    "Question.answerer_id": restricted("opaque id of who answered for the body"),
}
_PEER = "id name year basis population source_title source_url as_of imported_at"
_INDICATOR = "programme name unit year plan fact source_title source_url"
_REGISTER = "id file_name sha256 rows_number amount first_on last_on imported_at"
_PAYMENT = (
    "register row paid_on year document contract amount office part target kind purpose "
    "recipient inn"
)
_PAID = "year office part target kind contract number amount last_on"
COLUMNS |= {
    **{f"Peer.{name}": public("another town's figures") for name in _PEER.split()},
    "Peer.importer_id": restricted("opaque id of the official"),
    "PeerSum.id": restricted("row number"),
    **{f"PeerSum.{name}": public("its spending") for name in ("peer", "section", "amount")},
    "Indicator.id": restricted("row number"),
    **{f"Indicator.{name}": public("what a programme promises") for name in _INDICATOR.split()},
    "Indicator.importer_id": restricted("opaque id of the official"),
    **{f"Register.{name}": public("a register of payments") for name in _REGISTER.split()},
    "Register.importer_id": restricted("opaque id of the official"),
    "Payment.id": restricted("row number"),
    **{f"Payment.{name}": public("a payment that names no person") for name in _PAYMENT.split()},
    "Paid.id": restricted("row number"),
    **{f"Paid.{name}": public("payments rolled up") for name in _PAID.split()},
}
