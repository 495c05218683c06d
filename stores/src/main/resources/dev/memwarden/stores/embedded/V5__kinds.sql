-- Items get a kind, and ids are unique per owner and kind. A table cannot change what is unique in
-- it, so it is made again; nothing else in it changes, and the stamps of what is there hold.
CREATE TABLE item_of_kind (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  tenant TEXT NOT NULL,
  user TEXT NOT NULL,
  agent TEXT NOT NULL,
  session TEXT NOT NULL,
  label TEXT NOT NULL,
  text TEXT NOT NULL,
  metadata TEXT NOT NULL,
  attributes TEXT NOT NULL,
  hash TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  principal TEXT NOT NULL,
  credential TEXT NOT NULL,
  stamp TEXT NOT NULL,
  accessed_at INTEGER,
  access_count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (tenant, user, kind, id)
) STRICT;

INSERT INTO item_of_kind (row, kind, id, tenant, user, agent, session, label, text, metadata,
  attributes, hash, version, created_at, updated_at, principal, credential, stamp)
SELECT row, 'memory', id, tenant, user, agent, session, label, text, metadata,
  '{}', hash, version, created_at, updated_at, principal, credential, stamp
FROM item ORDER BY row;

-- Row numbers are never given out twice, also not those of rows that are gone by now.
DELETE FROM sqlite_sequence WHERE name = 'item_of_kind';

INSERT INTO sqlite_sequence (name, seq)
SELECT 'item_of_kind', seq FROM sqlite_sequence WHERE name = 'item';

DROP TABLE item;

ALTER TABLE item_of_kind RENAME TO item;

-- Three columns, so that the rows of one owner and kind come out in order without sorting.
CREATE INDEX item_owner ON item (tenant, user, kind);

CREATE INDEX item_session ON item (tenant, user, kind, session);

CREATE INDEX item_id ON item (id, kind);

-- Not unique: an update may give a memory the text of its neighbour. One column more than
-- item_session, or SQLite would prefer that one, and look at a whole session for each new text.
CREATE INDEX item_hash ON item (hash, kind, tenant, user, session);

ALTER TABLE item_version ADD COLUMN attributes TEXT NOT NULL DEFAULT '{}';

ALTER TABLE tombstone ADD COLUMN kind TEXT NOT NULL DEFAULT 'memory';
