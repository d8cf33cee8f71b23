"""Pages of the hall: the administrator's, and the few that everyone reads."""
