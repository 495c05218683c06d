-- What is kept and listed, but not searched. The body comes last: whoever counts need not read it.
CREATE TABLE entity (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  tenant TEXT NOT NULL,
  user TEXT NOT NULL,
  agent TEXT NOT NULL,
  session TEXT NOT NULL,
  label TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  expires_at INTEGER,
  principal TEXT NOT NULL,
  credential TEXT NOT NULL,
  stamp TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (kind, tenant, user, agent, session, label, id)
) STRICT;

-- From an id to its few rows, however much an owner or a tenant has.
CREATE INDEX entity_id ON entity (id, kind, tenant, user);

-- All that lists and counts ask, so that they read no row that they do not show.
CREATE INDEX entity_owner
  ON entity (kind, tenant, user, expires_at, agent, session, label);

CREATE INDEX entity_expires_at ON entity (expires_at) WHERE expires_at IS NOT NULL;
