-- How much may be used up through a key: rates such as 100/m,10000/d, and how many memories an owner
-- may have where the key adds some. NULL is as much as one likes.
ALTER TABLE api_key ADD COLUMN rate_limit TEXT;

ALTER TABLE api_key ADD COLUMN max_memories INTEGER;
