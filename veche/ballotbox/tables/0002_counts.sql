-- The last counts of a log are found without reading its ballots. The first byte tells an entry's kind.

CREATE INDEX entry_counts ON entry (poll, idx) WHERE substr(entry, 1, 1) = '\x03';
