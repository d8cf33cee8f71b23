"""How far a version of an uploaded set has come."""

DRAFT, READY, PUBLISHED, WITHDRAWN = "draft", "ready", "published", "withdrawn"
STATES = (DRAFT, READY, PUBLISHED, WITHDRAWN)
OPEN = (DRAFT, READY)
ROWS_MAX = 20_000
FAULTS_KEPT = 200
# A service's own table is kept as it was once a month, when it has changed, while it is so short.
EDITIONS_KEPT = 24
CODE = r"^[a-z][a-z0-9-]{2,39}$"
