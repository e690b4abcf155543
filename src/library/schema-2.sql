-- What the reader decided about lines that many pages have: 'accept' (furniture) or 'reject' (not). A line is named by the
-- site's host or the folder's path, and by its form: small letters, # for every number.

CREATE TABLE line (
    place   TEXT NOT NULL,
    form    TEXT NOT NULL,
    verdict TEXT NOT NULL,
    updated INTEGER NOT NULL,
    PRIMARY KEY (place, form)
) STRICT, WITHOUT ROWID;
