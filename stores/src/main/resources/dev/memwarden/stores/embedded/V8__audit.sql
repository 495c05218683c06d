-- What was done, one row per entry, linked to the row before by its tag. Lists are texts with a line each.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  writer TEXT NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  tenant TEXT NOT NULL,
  principal TEXT NOT NULL,
  credential_kind TEXT NOT NULL,
  credential TEXT NOT NULL,
  action TEXT NOT NULL,
  about TEXT NOT NULL,
  shown TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  request TEXT NOT NULL,
  address TEXT NOT NULL,
  via TEXT NOT NULL,
  times INTEGER NOT NULL,
  tag TEXT NOT NULL
) STRICT;

-- The last entry that was removed, signed: where the chain begins.
CREATE TABLE audit_anchor (
  writer TEXT PRIMARY KEY,
  seq INTEGER NOT NULL,
  tag TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;
