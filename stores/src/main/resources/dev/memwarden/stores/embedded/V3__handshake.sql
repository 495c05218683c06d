-- All tokens that came from one showing of a key. Actions and box as in api_key.
CREATE TABLE token_family (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  client TEXT NOT NULL,
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  principal TEXT NOT NULL,
  user TEXT NOT NULL,
  actions TEXT NOT NULL,
  box_tenant TEXT,
  box_user TEXT,
  box_agent TEXT,
  box_session TEXT,
  box_label TEXT,
  created_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  ended_at INTEGER,
  ended_reason TEXT,
  change INTEGER NOT NULL
) STRICT;

CREATE INDEX token_family_principal ON token_family (tenant, kind, principal);

CREATE INDEX token_family_ended_at ON token_family (ended_at) WHERE ended_at IS NOT NULL;

-- What it takes to sign a refresh token again; the token itself is nowhere.
CREATE TABLE refresh_token (
  family TEXT NOT NULL REFERENCES token_family (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  master_key TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  used_from TEXT,
  PRIMARY KEY (family, number)
) STRICT;

-- A family whose newest token has ended is over.
CREATE INDEX refresh_token_expires_at ON refresh_token (expires_at) WHERE used_at IS NULL;

-- By which change everything of a principal was ended last; of a whole tenant with an empty kind and
-- principal.
CREATE TABLE token_floor (
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  principal TEXT NOT NULL,
  change INTEGER NOT NULL,
  PRIMARY KEY (tenant, kind, principal)
) STRICT;

-- Keys that sign working tokens, sealed under a master key.
CREATE TABLE signing_key (
  id TEXT PRIMARY KEY,
  sealed TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  signs_from INTEGER NOT NULL
) STRICT;
