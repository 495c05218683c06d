-- The public key that requests with a key must be signed with; NULL if they need not be.
ALTER TABLE api_key ADD COLUMN signer TEXT;
