-- Axes (tenant, user, agent, session, label) are text that is never null: '' stands for none, which
-- no id can be. All comparisons are BINARY, SQLite's default. Times are microseconds since 1970.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Who is known here. The column user is the id of users, and '' for services and admins: whose place
-- the record lies in.
CREATE TABLE principal (
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  user TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, kind, id)
) STRICT;

-- The box of a ceiling: NULL is any, '' is none.
CREATE TABLE api_key (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  principal TEXT NOT NULL,
  user TEXT NOT NULL,
  name TEXT,
  description TEXT,
  actions TEXT NOT NULL,
  box_tenant TEXT,
  box_user TEXT,
  box_agent TEXT,
  box_session TEXT,
  box_label TEXT,
  networks TEXT NOT NULL,
  not_before INTEGER,
  expires_at INTEGER,
  hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER,
  revoked_reason TEXT,
  replaced_by TEXT,
  last_used_at INTEGER
) STRICT;

CREATE INDEX api_key_principal ON api_key (tenant, kind, principal);

-- Configured keys that must not work any more, whatever the configuration says.
CREATE TABLE grave (
  id TEXT PRIMARY KEY,
  revoked_at INTEGER NOT NULL,
  revoked_reason TEXT NOT NULL
) STRICT;

CREATE TABLE policy_version (
  version INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  applied_at INTEGER NOT NULL,
  applied_by TEXT NOT NULL
) STRICT;

-- Every change of authority, in the transaction that made it. No secrets.
CREATE TABLE auth_change (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

-- Row numbers are never given out twice: the index may name a row that is gone.
CREATE TABLE item (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  tenant TEXT NOT NULL,
  user TEXT NOT NULL,
  agent TEXT NOT NULL,
  session TEXT NOT NULL,
  label TEXT NOT NULL,
  text TEXT NOT NULL,
  metadata TEXT NOT NULL,
  hash TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  principal TEXT NOT NULL,
  credential TEXT NOT NULL,
  stamp TEXT NOT NULL,
  UNIQUE (tenant, user, id)
) STRICT;

-- Two columns, so that the rows of one owner come out in order without sorting.
CREATE INDEX item_owner ON item (tenant, user);

CREATE INDEX item_id ON item (id);

-- Not unique: an update may give a memory the text of its neighbour.
CREATE INDEX item_hash ON item (hash, tenant, user);

CREATE TABLE item_vector (
  row INTEGER PRIMARY KEY REFERENCES item (row) ON DELETE CASCADE,
  model TEXT NOT NULL,
  vector BLOB NOT NULL
) STRICT;

CREATE INDEX item_vector_model ON item_vector (model);

-- Versions that were replaced; the one in force is in item.
CREATE TABLE item_version (
  row INTEGER NOT NULL REFERENCES item (row) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  text TEXT NOT NULL,
  metadata TEXT NOT NULL,
  at INTEGER NOT NULL,
  principal TEXT NOT NULL,
  credential TEXT NOT NULL,
  stamp TEXT NOT NULL,
  PRIMARY KEY (row, version)
) STRICT;

-- What a memory says about its owner, in the place of the memory.
CREATE TABLE relation (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  row INTEGER NOT NULL REFERENCES item (row) ON DELETE CASCADE,
  tenant TEXT NOT NULL,
  user TEXT NOT NULL,
  agent TEXT NOT NULL,
  session TEXT NOT NULL,
  label TEXT NOT NULL,
  source TEXT NOT NULL,
  relationship TEXT NOT NULL,
  target TEXT NOT NULL,
  stamp TEXT NOT NULL
) STRICT;

CREATE INDEX relation_row ON relation (row);

CREATE INDEX relation_owner ON relation (tenant, user);

-- That a memory was here, and who removed it: never what it said.
CREATE TABLE tombstone (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  tenant TEXT NOT NULL,
  user TEXT NOT NULL,
  agent TEXT NOT NULL,
  session TEXT NOT NULL,
  label TEXT NOT NULL,
  deleted_at INTEGER NOT NULL,
  principal TEXT NOT NULL,
  credential TEXT NOT NULL
) STRICT;

-- What the search index has to follow: rows that were put or cut.
CREATE TABLE index_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  row INTEGER NOT NULL,
  op TEXT NOT NULL
) STRICT;
