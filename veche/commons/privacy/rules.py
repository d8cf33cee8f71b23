"""Words of closed lists: how a consent was said, what is asked for, why data was destroyed."""

from __future__ import annotations

BY_SITE, BY_COUNTER, BY_REQUEST = "site", "counter", "request"
CHANNELS = (BY_SITE, BY_COUNTER, BY_REQUEST)
# What a person may ask for, and the norm of the term for its answer.
ACCESS, CORRECTION, ERASURE, WITHDRAWAL = "access", "correction", "erasure", "withdrawal"
TERMS = {
    ACCESS: "personal_data.answer_days",
    CORRECTION: "personal_data.correction_days",
    ERASURE: "personal_data.erasure_days",
    WITHDRAWAL: "personal_data.stop_days",
}
OPEN, DONE, LAW, ABSENT = "open", "done", "law", "absent"
OUTCOMES = (DONE, LAW, ABSENT)
# Why data was destroyed.
ERASED, WITHDRAWN, TERM = "erased", "withdrawn", "term"
CODES, BROWSERS = "codes", "browsers"
GROUNDS = (ERASED, WITHDRAWN, TERM, CODES, BROWSERS)
# The ground of what identity says has passed its term.
PASSED = {"marks": TERM, "codes": CODES, "browsers": BROWSERS}
# The plan for a leak, in its order.
STEPS = ("stop", "keep", "extent", "notice", "people", "investigation")
# The town's page whose versions people agree to.
CONSENTS = "consents"
