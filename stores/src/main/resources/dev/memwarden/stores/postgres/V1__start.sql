-- Axes (tenant, user, agent, session, label) are text that is never null: '' stands for none, which
-- no id can be. Ids are compared and sorted by their bytes: COLLATE "C". Times are microseconds since
-- 1970. Values on axes may be longer than what a page of an index holds, so no index has all of them
-- as they are.
--
-- Each row of memory says of which tenant it is, and the roles that the program works under see the
-- rows of the tenant in memwarden.tenant alone, whatever a statement asks for. What hangs on an item
-- says so in held_by, which no statement names: it is the tenant of the one who stores it.
--
--   memwarden_memory       memory of one tenant
--   memwarden_authority    keys, users and tokens of one tenant, and the memory that goes with a user
--   memwarden_credentials  keys, users and tokens of all tenants, no memory
--   memwarden_upkeep       jobs, what has expired, and numbers; no memory
--   memwarden_audit        the audit log; of one tenant, if there is one in memwarden.tenant

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE principal (
  tenant TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  "user" TEXT COLLATE "C" NOT NULL,
  status TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (tenant, kind, id)
);

-- Tenants that were made or disabled. One that is not here is there all the same as soon as it has a
-- principal, and is active.
CREATE TABLE tenant (
  id TEXT COLLATE "C" PRIMARY KEY,
  status TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);

-- The box of a ceiling: NULL is any, '' is none.
CREATE TABLE api_key (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id TEXT COLLATE "C" NOT NULL UNIQUE,
  tenant TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  principal TEXT COLLATE "C" NOT NULL,
  "user" TEXT COLLATE "C" NOT NULL,
  name TEXT,
  description TEXT,
  actions TEXT NOT NULL,
  box_tenant TEXT,
  box_user TEXT,
  box_agent TEXT,
  box_session TEXT,
  box_label TEXT,
  networks TEXT NOT NULL,
  not_before BIGINT,
  expires_at BIGINT,
  hash TEXT COLLATE "C" NOT NULL,
  tag TEXT COLLATE "C",
  shape TEXT,
  signer TEXT,
  created_at BIGINT NOT NULL,
  revoked_at BIGINT,
  revoked_reason TEXT,
  replaced_by TEXT,
  last_used_at BIGINT,
  rate_limit TEXT,
  max_memories INTEGER
);

CREATE INDEX api_key_principal ON api_key (tenant, kind, principal);

CREATE UNIQUE INDEX api_key_tag ON api_key (tag) WHERE tag IS NOT NULL;

CREATE INDEX api_key_untagged ON api_key (seq) WHERE shape IS NOT NULL AND tag IS NULL;

CREATE INDEX api_key_imported ON api_key (hash) WHERE shape IS NOT NULL;

-- Configured keys, and working tokens, that must not work any more.
CREATE TABLE grave (
  id TEXT COLLATE "C" PRIMARY KEY,
  revoked_at BIGINT NOT NULL,
  revoked_reason TEXT NOT NULL
);

CREATE TABLE policy_version (
  version INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  applied_at BIGINT NOT NULL,
  applied_by TEXT NOT NULL
);

-- Gives out the numbers of changes. Whoever has one holds the row until the transaction ends, so that
-- the order of numbers is the order in which they are seen.
CREATE TABLE auth_clock (
  seq BIGINT NOT NULL
);

INSERT INTO auth_clock VALUES (0);

CREATE FUNCTION next_auth_change() RETURNS BIGINT LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = memwarden, pg_temp AS 'UPDATE auth_clock SET seq = seq + 1 RETURNING seq';

REVOKE ALL ON FUNCTION next_auth_change() FROM PUBLIC;

-- Every change of authority, in the transaction that made it. No secrets.
CREATE TABLE auth_change (
  seq BIGINT PRIMARY KEY DEFAULT next_auth_change(),
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
);

-- All tokens that came from one showing of a key. Actions and box as in api_key.
CREATE TABLE token_family (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id TEXT COLLATE "C" NOT NULL UNIQUE,
  client TEXT NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  principal TEXT COLLATE "C" NOT NULL,
  "user" TEXT COLLATE "C" NOT NULL,
  actions TEXT NOT NULL,
  box_tenant TEXT,
  box_user TEXT,
  box_agent TEXT,
  box_session TEXT,
  box_label TEXT,
  created_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  ended_at BIGINT,
  ended_reason TEXT,
  change BIGINT NOT NULL
);

CREATE INDEX token_family_principal ON token_family (tenant, kind, principal);

CREATE INDEX token_family_ended_at ON token_family (ended_at) WHERE ended_at IS NOT NULL;

-- What it takes to sign a refresh token again; the token itself is nowhere.
CREATE TABLE refresh_token (
  family TEXT COLLATE "C" NOT NULL REFERENCES token_family (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  master_key TEXT NOT NULL,
  issued_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  used_from TEXT,
  PRIMARY KEY (family, number)
);

CREATE INDEX refresh_token_expires_at ON refresh_token (expires_at) WHERE used_at IS NULL;

-- By which change everything of a principal was ended last; of a whole tenant with an empty kind and
-- principal.
CREATE TABLE token_floor (
  tenant TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  principal TEXT COLLATE "C" NOT NULL,
  change BIGINT NOT NULL,
  PRIMARY KEY (tenant, kind, principal)
);

-- Keys that sign working tokens, sealed under a master key.
CREATE TABLE signing_key (
  id TEXT COLLATE "C" PRIMARY KEY,
  sealed TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  signs_from BIGINT NOT NULL
);

CREATE TABLE item (
  row BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL,
  "user" TEXT COLLATE "C" NOT NULL,
  agent TEXT COLLATE "C" NOT NULL,
  session TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  text TEXT NOT NULL,
  metadata TEXT NOT NULL,
  attributes TEXT NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  version INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  principal TEXT NOT NULL,
  credential TEXT NOT NULL,
  stamp TEXT NOT NULL,
  accessed_at BIGINT,
  access_count BIGINT NOT NULL DEFAULT 0
);

-- Ids of items may be longer than those on axes.
CREATE UNIQUE INDEX item_named ON item (tenant, "user", kind, md5(id));

-- With the row, so that the rows of one owner and kind come out in order without sorting.
CREATE INDEX item_owner ON item (tenant, "user", kind, row);

CREATE INDEX item_session ON item (tenant, "user", session, kind);

CREATE INDEX item_id ON item USING hash (id);

CREATE INDEX item_hash ON item (hash, tenant, "user");

CREATE TABLE item_vector (
  row BIGINT PRIMARY KEY REFERENCES item (row) ON DELETE CASCADE,
  held_by TEXT COLLATE "C" NOT NULL DEFAULT current_setting('memwarden.tenant'),
  model TEXT NOT NULL,
  vector BYTEA NOT NULL
);

CREATE INDEX item_vector_model ON item_vector (model);

-- Numbers do not compress, and reading them must cost no more than that.
ALTER TABLE item_vector ALTER COLUMN vector SET STORAGE EXTERNAL;

-- The words of a text, made from it alone.
CREATE TABLE item_words (
  row BIGINT PRIMARY KEY REFERENCES item (row) ON DELETE CASCADE,
  held_by TEXT COLLATE "C" NOT NULL DEFAULT current_setting('memwarden.tenant'),
  words TSVECTOR NOT NULL
);

-- Versions that were replaced; the one in force is in item.
CREATE TABLE item_version (
  row BIGINT NOT NULL REFERENCES item (row) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  held_by TEXT COLLATE "C" NOT NULL DEFAULT current_setting('memwarden.tenant'),
  text TEXT NOT NULL,
  metadata TEXT NOT NULL,
  attributes TEXT NOT NULL,
  at BIGINT NOT NULL,
  principal TEXT NOT NULL,
  credential TEXT NOT NULL,
  stamp TEXT NOT NULL,
  PRIMARY KEY (row, version)
);

-- What a memory says about its owner, in the place of the memory.
CREATE TABLE relation (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  row BIGINT NOT NULL REFERENCES item (row) ON DELETE CASCADE,
  tenant TEXT COLLATE "C" NOT NULL,
  "user" TEXT COLLATE "C" NOT NULL,
  agent TEXT COLLATE "C" NOT NULL,
  session TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  source TEXT NOT NULL,
  relationship TEXT NOT NULL,
  target TEXT NOT NULL,
  stamp TEXT NOT NULL
);

CREATE INDEX relation_row ON relation (row);

CREATE INDEX relation_owner ON relation (tenant, "user", seq);

-- That a memory was here, and who removed it: never what it said.
CREATE TABLE tombstone (
  row BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL,
  "user" TEXT COLLATE "C" NOT NULL,
  agent TEXT NOT NULL,
  session TEXT NOT NULL,
  label TEXT NOT NULL,
  deleted_at BIGINT NOT NULL,
  principal TEXT NOT NULL,
  credential TEXT NOT NULL
);

-- What is kept and listed, but not searched.
CREATE TABLE entity (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL,
  "user" TEXT COLLATE "C" NOT NULL,
  agent TEXT COLLATE "C" NOT NULL,
  session TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  expires_at BIGINT,
  principal TEXT NOT NULL,
  credential TEXT NOT NULL,
  stamp TEXT NOT NULL,
  body TEXT NOT NULL
);

-- No value on an axis has a control character, so the joined text names one place and id.
CREATE UNIQUE INDEX entity_named ON entity (kind, tenant, "user", md5(agent || chr(1) || session || chr(1) || label || chr(1) || id));

CREATE INDEX entity_id ON entity (id, kind, tenant);

CREATE INDEX entity_owner ON entity (tenant, "user", kind, seq);

CREATE INDEX entity_expires_at ON entity (expires_at) WHERE expires_at IS NOT NULL;

-- What is done later. Its place, then whoever asked for it: actions, box, networks and signer as in api_key,
-- roles percent-encoded. Due at once unless it was tried already.
CREATE TABLE job (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  due_at BIGINT NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0,
  kind TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL,
  "user" TEXT COLLATE "C" NOT NULL,
  agent TEXT COLLATE "C" NOT NULL,
  session TEXT COLLATE "C" NOT NULL,
  label TEXT COLLATE "C" NOT NULL,
  principal_kind TEXT NOT NULL,
  principal_tenant TEXT NOT NULL,
  principal TEXT NOT NULL,
  roles TEXT NOT NULL,
  actions TEXT NOT NULL,
  box_tenant TEXT,
  box_user TEXT,
  box_agent TEXT,
  box_session TEXT,
  box_label TEXT,
  networks TEXT NOT NULL,
  not_before BIGINT,
  expires_at BIGINT,
  signer TEXT,
  credential_kind TEXT NOT NULL,
  credential TEXT NOT NULL,
  stamp TEXT NOT NULL
);

CREATE UNIQUE INDEX job_named ON job (kind, tenant, "user", md5(agent || chr(1) || session || chr(1) || label || chr(1) || subject));

CREATE INDEX job_due_at ON job (due_at);

-- What was done, one row per entry, linked to the row before by its tag. Lists are texts with a line each.
CREATE TABLE audit (
  seq BIGINT PRIMARY KEY,
  writer TEXT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  tenant TEXT COLLATE "C" NOT NULL,
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
  times BIGINT NOT NULL,
  tag TEXT NOT NULL
);

-- The last entry that was removed, signed: where the chain begins.
CREATE TABLE audit_anchor (
  writer TEXT PRIMARY KEY,
  seq BIGINT NOT NULL,
  tag TEXT NOT NULL,
  signature TEXT NOT NULL
);

-- Who may do what at all.

GRANT SELECT, INSERT, UPDATE, DELETE ON item, item_vector, item_words, item_version, relation, entity, job TO memwarden_memory;

GRANT INSERT ON tombstone TO memwarden_memory, memwarden_authority;

GRANT SELECT, DELETE ON item, entity, job TO memwarden_authority;

GRANT SELECT, INSERT, UPDATE, DELETE ON token_family, refresh_token TO memwarden_authority, memwarden_credentials;

GRANT SELECT, INSERT, UPDATE ON api_key, principal, token_floor TO memwarden_authority, memwarden_credentials;

GRANT SELECT, INSERT, DELETE ON grave, signing_key TO memwarden_authority, memwarden_credentials;

GRANT SELECT, INSERT ON auth_change, policy_version TO memwarden_authority, memwarden_credentials;

GRANT EXECUTE ON FUNCTION next_auth_change() TO memwarden_authority, memwarden_credentials;

GRANT SELECT, INSERT, UPDATE ON tenant TO memwarden_authority;

GRANT SELECT ON tenant TO memwarden_credentials;

-- Whoever changes authority writes it down, and sees no more of the log than what the next entry is linked to.
GRANT INSERT, SELECT (seq, writer, tag) ON audit TO memwarden_authority, memwarden_credentials;

GRANT SELECT ON audit_anchor TO memwarden_authority, memwarden_credentials;

GRANT SELECT, INSERT, DELETE ON audit TO memwarden_audit;

GRANT SELECT, INSERT, UPDATE ON audit_anchor TO memwarden_audit;

GRANT SELECT, UPDATE, DELETE ON job TO memwarden_upkeep;

GRANT SELECT (seq, expires_at), DELETE ON entity TO memwarden_upkeep;

GRANT SELECT (tenant, "user", kind) ON item TO memwarden_upkeep;

GRANT SELECT (model) ON item_vector TO memwarden_upkeep;

-- The second fence. The setting is asked for in a query of its own, so once for each statement.

ALTER TABLE item ENABLE ROW LEVEL SECURITY;

ALTER TABLE item_vector ENABLE ROW LEVEL SECURITY;

ALTER TABLE item_words ENABLE ROW LEVEL SECURITY;

ALTER TABLE item_version ENABLE ROW LEVEL SECURITY;

ALTER TABLE relation ENABLE ROW LEVEL SECURITY;

ALTER TABLE tombstone ENABLE ROW LEVEL SECURITY;

ALTER TABLE entity ENABLE ROW LEVEL SECURITY;

ALTER TABLE job ENABLE ROW LEVEL SECURITY;

ALTER TABLE principal ENABLE ROW LEVEL SECURITY;

ALTER TABLE tenant ENABLE ROW LEVEL SECURITY;

ALTER TABLE audit ENABLE ROW LEVEL SECURITY;

ALTER TABLE api_key ENABLE ROW LEVEL SECURITY;

ALTER TABLE token_family ENABLE ROW LEVEL SECURITY;

ALTER TABLE token_floor ENABLE ROW LEVEL SECURITY;

ALTER TABLE refresh_token ENABLE ROW LEVEL SECURITY;

CREATE POLICY one_tenant ON item TO memwarden_memory, memwarden_authority USING (tenant = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON item_vector TO memwarden_memory USING (held_by = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON item_words TO memwarden_memory USING (held_by = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON item_version TO memwarden_memory USING (held_by = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON relation TO memwarden_memory USING (tenant = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON tombstone TO memwarden_memory, memwarden_authority USING (tenant = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON entity TO memwarden_memory, memwarden_authority USING (tenant = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON job TO memwarden_memory, memwarden_authority USING (tenant = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON principal TO memwarden_authority USING (tenant = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON tenant TO memwarden_authority USING (id = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON audit TO memwarden_audit USING ((SELECT current_setting('memwarden.tenant', true)) IN (tenant, ''));

CREATE POLICY links ON audit TO memwarden_authority, memwarden_credentials USING (true);

CREATE POLICY one_tenant ON api_key TO memwarden_authority USING (tenant = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON token_family TO memwarden_authority USING (tenant = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON token_floor TO memwarden_authority USING (tenant = (SELECT current_setting('memwarden.tenant', true)));

CREATE POLICY one_tenant ON refresh_token TO memwarden_authority USING (EXISTS (SELECT 1 FROM token_family f WHERE f.id = family));

CREATE POLICY before_anybody_is_known ON principal TO memwarden_credentials USING (true);

CREATE POLICY before_anybody_is_known ON tenant TO memwarden_credentials USING (true);

CREATE POLICY before_anybody_is_known ON api_key TO memwarden_credentials USING (true);

CREATE POLICY before_anybody_is_known ON token_family TO memwarden_credentials USING (true);

CREATE POLICY before_anybody_is_known ON token_floor TO memwarden_credentials USING (true);

CREATE POLICY before_anybody_is_known ON refresh_token TO memwarden_credentials USING (true);

CREATE POLICY jobs ON job TO memwarden_upkeep USING (true);

CREATE POLICY ends ON entity TO memwarden_upkeep USING (expires_at IS NOT NULL);

CREATE POLICY numbers ON item TO memwarden_upkeep USING (true);

CREATE POLICY numbers ON item_vector TO memwarden_upkeep USING (true);
