"""Words of the journal, of notices, of letters."""
