-- The box's own tables. Nothing here has a time, a number in the order of coming, or anything of a
-- person's: whoever takes a copy of them finds no more than what is published. `voter` is the key of a secret ballot (the one in
-- its token), or the pseudonym of an open one.

CREATE TABLE poll (
    id uuid PRIMARY KEY,
    manifest bytea NOT NULL,
    is_closed boolean NOT NULL DEFAULT false
);

-- Ballots that wait for the next seal; the whole table is written anew at each. It refers to no poll
-- by a foreign key, which would lock that poll's row for every ballot.
CREATE TABLE pending (
    poll uuid NOT NULL,
    voter bytea NOT NULL CHECK (octet_length(voter) = 32),
    seq bigint NOT NULL CHECK (seq BETWEEN 1 AND 4294967295),
    leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
    entry bytea NOT NULL CHECK (octet_length(entry) BETWEEN 1 AND 65535),
    PRIMARY KEY (poll, voter, seq)
);
-- Ballots are as random as text can be: trying to pack them costs time and gains nothing.
ALTER TABLE pending ALTER COLUMN entry SET STORAGE EXTERNAL;

-- The log, append-only.
CREATE TABLE entry (
    poll uuid NOT NULL REFERENCES poll,
    idx bigint NOT NULL CHECK (idx >= 0),
    leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
    entry bytea NOT NULL CHECK (octet_length(entry) BETWEEN 1 AND 65535),
    PRIMARY KEY (poll, idx)
);
ALTER TABLE entry ALTER COLUMN entry SET STORAGE EXTERNAL;

-- Ballots in the log, so that none comes in again; written in the order of voters.
CREATE TABLE spent (
    poll uuid NOT NULL REFERENCES poll,
    voter bytea NOT NULL CHECK (octet_length(voter) = 32),
    seq bigint NOT NULL,
    leaf bytea NOT NULL CHECK (octet_length(leaf) = 32),
    PRIMARY KEY (poll, voter, seq)
);

-- Each seal: the log's size and root after it, and the checkpoint that was signed.
CREATE TABLE epoch (
    poll uuid NOT NULL REFERENCES poll,
    n int NOT NULL CHECK (n >= 0),
    size bigint NOT NULL CHECK (size > 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    checkpoint text NOT NULL,
    PRIMARY KEY (poll, n),
    UNIQUE (poll, size)
);

-- Tiles of hashes. A partial tile of an earlier size is the beginning of what stands here.
CREATE TABLE tile (
    poll uuid NOT NULL REFERENCES poll,
    level smallint NOT NULL CHECK (level BETWEEN 0 AND 63),
    number bigint NOT NULL CHECK (number >= 0),
    hashes bytea NOT NULL CHECK (octet_length(hashes) BETWEEN 32 AND 8192),
    PRIMARY KEY (poll, level, number)
);
ALTER TABLE tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log is only ever added to.';
END $$;
CREATE TRIGGER entry_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER epoch_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON epoch
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
