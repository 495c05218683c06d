-- What is done later. Its place, then whoever asked for it: actions, box, networks and signer as in api_key,
-- roles percent-encoded. Due at once unless it was tried already.
CREATE TABLE job (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  due_at INTEGER NOT NULL DEFAULT 0,
  attempt INTEGER NOT NULL DEFAULT 0,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  tenant TEXT NOT NULL,
  user TEXT NOT NULL,
  agent TEXT NOT NULL,
  session TEXT NOT NULL,
  label TEXT NOT NULL,
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
  not_before INTEGER,
  expires_at INTEGER,
  signer TEXT,
  credential_kind TEXT NOT NULL,
  credential TEXT NOT NULL,
  stamp TEXT NOT NULL,
  UNIQUE (kind, tenant, user, agent, session, label, subject)
) STRICT;

CREATE INDEX job_due_at ON job (due_at);
