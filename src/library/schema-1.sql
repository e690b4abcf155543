-- Articles are named by the hash of their content, 16 bytes, and by the path that they were read from ('' where it does
-- not count). Times are milliseconds since 1970.

CREATE TABLE position (
    article   BLOB PRIMARY KEY,
    path      TEXT NOT NULL,
    block     INTEGER NOT NULL,
    byte      INTEGER NOT NULL,
    beginning TEXT NOT NULL,
    updated   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX position_by_path ON position (path, updated);

CREATE TABLE read (
    article BLOB PRIMARY KEY,
    path    TEXT NOT NULL,
    read    INTEGER NOT NULL,
    updated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX read_by_path ON read (path, updated);

CREATE TABLE mark (
    name      TEXT PRIMARY KEY,
    article   BLOB NOT NULL,
    path      TEXT NOT NULL,
    block     INTEGER NOT NULL,
    byte      INTEGER NOT NULL,
    beginning TEXT NOT NULL,
    updated   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE query (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    corpus TEXT NOT NULL,
    text   TEXT NOT NULL,
    asked  INTEGER NOT NULL,
    UNIQUE (corpus, text)
) STRICT;

CREATE TABLE place (
    corpus  TEXT PRIMARY KEY,
    article BLOB,
    path    TEXT NOT NULL,
    query   TEXT NOT NULL,
    focus   TEXT NOT NULL,
    measure INTEGER,
    updated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
