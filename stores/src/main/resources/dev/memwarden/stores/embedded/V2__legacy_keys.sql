-- Keys whose text has no id are filed under a keyed tag of all of it. NULL where the id in the text
-- finds the key, and for imported hashes whose text was never seen.
ALTER TABLE api_key ADD COLUMN tag TEXT;

CREATE UNIQUE INDEX api_key_tag ON api_key (tag) WHERE tag IS NOT NULL;

-- What the texts of imported hashes look like, as length:prefix: only such texts are tried against
-- them. NULL for all other keys.
ALTER TABLE api_key ADD COLUMN shape TEXT;

CREATE INDEX api_key_untagged ON api_key (shape) WHERE shape IS NOT NULL AND tag IS NULL;

CREATE INDEX api_key_imported ON api_key (hash) WHERE shape IS NOT NULL;
