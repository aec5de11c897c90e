-- The store of assessments: one SQLite file. docs/storage.md explains it from the outside.
--
-- Lines `-- migration N: name` cut this file into migrations. Each is applied once, in order, in a
-- transaction of its own, together with its row in the table migration. A migration that was
-- released is never edited: its digest is kept. New ones are added at the end and are plain SQL.
--
-- Everything here is a permanent fact. What can be worked out from it (results of the nodes,
-- contributions, effects, reasons in words) is not stored; a later migration that adds derived tables
-- names them derived_..., so that they can be emptied and made again.

-- migration 1: documents, assessments and their chain

-- Which migrations this file has seen. digest: SHA-256 of the migration's text.
CREATE TABLE migration (
    number  INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    applied INTEGER NOT NULL, -- seconds since 1970, UTC
    digest  BLOB NOT NULL
) STRICT;

-- Plans, effective checklists, manifests of rule sets and rule files: byte for byte, once each.
CREATE TABLE document (
    id     INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,    -- SHA-256 of the bytes
    kind   INTEGER NOT NULL,        -- 0 plan, 1 checklist, 2 rule set, 3 rule
    size   INTEGER NOT NULL,        -- of the bytes
    data   BLOB NOT NULL            -- zstd frame, or the bytes themselves where length(data) = size
) STRICT;

-- What repeats among findings: all of a finding but its credit and the values of its parameters.
CREATE TABLE shape (
    id       INTEGER PRIMARY KEY,
    outcome  INTEGER NOT NULL, -- 0 scored, 1 not_applicable, 2 not_assessed, 3 unknown, 4 error
    by       INTEGER NOT NULL, -- 0 nobody, 1 context, 2 claim, 3 rule, 4 limit
    template TEXT NOT NULL,    -- reason with {name} for each parameter
    names    TEXT,             -- JSON list of the parameters' names; NULL: no parameters
    rule     TEXT,             -- "standard/level@1"
    line     INTEGER NOT NULL,
    read     TEXT NOT NULL     -- JSON list of paths; {"own": X} is the criterion's answers.ID and X
) STRICT;

-- One plan under one method. Never changed, never removed.
CREATE TABLE assessment (
    seq               INTEGER PRIMARY KEY, -- place in the chain: 1, 2, 3 ...
    id                BLOB NOT NULL UNIQUE CHECK (length(id) = 16), -- UUIDv7
    created           INTEGER NOT NULL,    -- seconds since 1970, UTC
    plan              INTEGER NOT NULL REFERENCES document (id),
    checklist         INTEGER NOT NULL REFERENCES document (id),
    ruleset           INTEGER NOT NULL REFERENCES document (id),
    engine            TEXT NOT NULL,
    plan_id           TEXT NOT NULL,
    plan_title        TEXT NOT NULL,
    country           TEXT NOT NULL,
    community         TEXT NOT NULL,       -- as shown
    community_key     TEXT NOT NULL,       -- as compared
    community_name    TEXT,
    round             TEXT NOT NULL,
    date              TEXT NOT NULL,
    checklist_id      TEXT NOT NULL,
    checklist_version TEXT NOT NULL,
    profile           TEXT,
    band              TEXT,
    band_possible     TEXT,
    applicable        INTEGER NOT NULL,    -- 0 or 1
    incomplete        INTEGER NOT NULL,    -- 0 or 1
    score             INTEGER,             -- billionths, as low, high and coverage; NULL: none
    low               INTEGER,
    high              INTEGER,
    coverage          INTEGER,
    scored            INTEGER NOT NULL,    -- number of findings of each outcome
    not_applicable    INTEGER NOT NULL,
    not_assessed      INTEGER NOT NULL,
    unknown           INTEGER NOT NULL,
    error             INTEGER NOT NULL,
    findings          BLOB NOT NULL,       -- packed; read them with finding(seq)
    result_digest     BLOB NOT NULL,       -- SHA-256 of all findings and totals
    supersedes        INTEGER REFERENCES assessment (seq),
    hash              BLOB NOT NULL        -- SHA-256 of this row's fields and the hash before it
) STRICT;

-- The same documents, round and engine: the stored assessment is the answer.
CREATE UNIQUE INDEX assessment_same ON assessment (plan, checklist, ruleset, round, engine);
-- Finds the one before under the same identity.
CREATE INDEX assessment_identity ON assessment (plan_id, community_key);
CREATE UNIQUE INDEX assessment_supersedes ON assessment (supersedes) WHERE supersedes IS NOT NULL;

-- Number of assessments and hash of the last one: without it, a missing last row would not show.
CREATE TABLE chain_head (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    count INTEGER NOT NULL,
    hash  BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO chain_head (one, count, hash) VALUES (1, 0, zeroblob(32));

CREATE TRIGGER assessment_not_changed BEFORE UPDATE ON assessment
BEGIN
    SELECT RAISE(ABORT, 'assessments are never changed');
END;
CREATE TRIGGER assessment_not_removed BEFORE DELETE ON assessment
BEGIN
    SELECT RAISE(ABORT, 'assessments are never removed');
END;
CREATE TRIGGER document_not_changed BEFORE UPDATE ON document
BEGIN
    SELECT RAISE(ABORT, 'documents are never changed');
END;
CREATE TRIGGER document_not_removed BEFORE DELETE ON document
BEGIN
    SELECT RAISE(ABORT, 'documents are never removed');
END;
CREATE TRIGGER shape_not_changed BEFORE UPDATE ON shape
BEGIN
    SELECT RAISE(ABORT, 'shapes of findings are never changed');
END;
CREATE TRIGGER shape_not_removed BEFORE DELETE ON shape
BEGIN
    SELECT RAISE(ABORT, 'shapes of findings are never removed');
END;
-- migration 2: dictionaries, with which the documents and findings of one checklist pack well

-- Made once from the first assessments of a checklist document. A zstd frame names the dictionary that it
-- was packed with, so that rows from before one was made stay as they are.
CREATE TABLE dictionary (
    id        INTEGER PRIMARY KEY, -- zstd's number of the dictionary
    checklist INTEGER NOT NULL REFERENCES document (id),
    kind      INTEGER NOT NULL,    -- 0 plans, 1 findings
    data      BLOB NOT NULL,
    UNIQUE (checklist, kind)
) STRICT;
CREATE TRIGGER dictionary_not_changed BEFORE UPDATE ON dictionary
BEGIN
    SELECT RAISE(ABORT, 'dictionaries are never changed');
END;
CREATE TRIGGER dictionary_not_removed BEFORE DELETE ON dictionary
BEGIN
    SELECT RAISE(ABORT, 'dictionaries are never removed');
END;
-- migration 3: what was published

-- One publication: the sets of assessments of which numbers were shown, so that a later one cannot be
-- subtracted from it. A chain of its own: assessments are facts about places, this is a fact about us.
CREATE TABLE publication (
    number   INTEGER PRIMARY KEY, -- 1, 2, 3 ...
    created  INTEGER NOT NULL,    -- seconds since 1970, UTC
    question TEXT NOT NULL,       -- JSON: what was compared and what was shown, without numbers
    size     INTEGER NOT NULL,    -- of the bytes of sets
    sets     BLOB NOT NULL,       -- zstd frame, or the bytes themselves where length(sets) = size
    hash     BLOB NOT NULL        -- SHA-256 of this row's fields and the hash before it
) STRICT;
CREATE TABLE publication_head (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    count INTEGER NOT NULL,
    hash  BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO publication_head (one, count, hash) VALUES (1, 0, zeroblob(32));
CREATE TRIGGER publication_not_changed BEFORE UPDATE ON publication
BEGIN
    SELECT RAISE(ABORT, 'publications are never changed');
END;
CREATE TRIGGER publication_not_removed BEFORE DELETE ON publication
BEGIN
    SELECT RAISE(ABORT, 'publications are never removed');
END;
-- migration 4: running totals and columns

-- What follows from the assessments and is kept so that a million of them are read quickly. All of it can be
-- thrown away and made again (`banyan store check --rebuild`), and what it says is a function of the chain
-- up to the numbers in derived_state alone: assessments after them are read from their own rows.

-- Where it stands. No row: nothing here is to be trusted.
CREATE TABLE derived_state (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    totals   INTEGER NOT NULL, -- derived_total holds the assessments up to this seq: 0, or a multiple of step from the first block on
    columns  INTEGER NOT NULL, -- derived_chunk and derived_column those up to this one, a multiple of block
    unmarked INTEGER NOT NULL, -- derived_draft may lack those up to this seq and after totals
    step     INTEGER NOT NULL,
    block    INTEGER NOT NULL
) STRICT;
INSERT INTO derived_state SELECT 1, 0, 0, count, 512, 4096 FROM chain_head;

-- Assessments whose plan is a draft: they are in columns, and in no total.
CREATE TABLE derived_draft (
    seq INTEGER PRIMARY KEY
) STRICT;

-- Assessments under one checklist document and profile; their results have the same items.
CREATE TABLE derived_series (
    id        INTEGER PRIMARY KEY, -- 1, 2, 3 ... as they first occur in the chain
    checklist INTEGER NOT NULL,    -- document
    profile   TEXT NOT NULL,       -- '': the whole
    totals    INTEGER NOT NULL,    -- rows of derived_total
    chunks    INTEGER NOT NULL,    -- rows of derived_chunk
    seal      INTEGER NOT NULL,    -- sum of the check sums of its totals
    UNIQUE (checklist, profile)
) STRICT;

-- Of a series, country and round: numbers of outcomes, sums and sums of squares of every node and criterion,
-- over assessments that are no drafts and not superseded.
CREATE TABLE derived_total (
    id      INTEGER PRIMARY KEY,
    series  INTEGER NOT NULL,
    country TEXT NOT NULL,
    round   TEXT NOT NULL,
    data    BLOB NOT NULL, -- packed; read it with total()
    UNIQUE (series, country, round)
) STRICT;

-- The assessments of a series in the block of seq number * block + 1 to (number + 1) * block.
CREATE TABLE derived_chunk (
    series INTEGER NOT NULL,
    number INTEGER NOT NULL,
    rows   INTEGER NOT NULL,
    whole  INTEGER NOT NULL, -- 1: few rows, whose columns are one after the other in one blob
    PRIMARY KEY (series, number)
) STRICT, WITHOUT ROWID;

-- One value for each row of a chunk: an attribute, a node or a criterion.
CREATE TABLE derived_column (
    id   INTEGER PRIMARY KEY, -- series << 40 | column << 24 | number of the chunk: an item's chunks lie together
    data BLOB NOT NULL        -- packed; read it with measure()
) STRICT;
-- migration 5: a short index of documents

-- The same table without an index of whole digests, which took as much room as a tenth of a plan. A document
-- is looked up by the first four bytes of its digest, then the whole of it is compared.
CREATE TABLE document_5 (
    id     INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,           -- SHA-256 of the bytes; each stands once
    kind   INTEGER NOT NULL,        -- 0 plan, 1 checklist, 2 rule set, 3 rule
    size   INTEGER NOT NULL,        -- of the bytes
    data   BLOB NOT NULL            -- zstd frame, or the bytes themselves where length(data) = size
) STRICT;
INSERT INTO document_5 SELECT id, digest, kind, size, data FROM document ORDER BY id;
DROP TABLE document;
ALTER TABLE document_5 RENAME TO document;
CREATE INDEX document_digest ON document (substr(digest, 1, 4));
CREATE TRIGGER document_not_changed BEFORE UPDATE ON document
BEGIN
    SELECT RAISE(ABORT, 'documents are never changed');
END;
CREATE TRIGGER document_not_removed BEFORE DELETE ON document
BEGIN
    SELECT RAISE(ABORT, 'documents are never removed');
END;
-- migration 6: no index of the digests of plans

-- A plan is looked for among the plans of the assessments that have its plan_id and community_key, which follow
-- from its bytes. Digests are random: with millions of plans each new one wrote to a page of that index by itself.
DROP INDEX document_digest;
CREATE INDEX document_digest ON document (substr(digest, 1, 4)) WHERE kind <> 0;
