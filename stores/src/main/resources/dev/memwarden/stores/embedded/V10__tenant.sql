-- Tenants that were made or disabled. One that is not here is there all the same as soon as it has a
-- principal, and is active.
CREATE TABLE tenant (
  id TEXT PRIMARY KEY,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
