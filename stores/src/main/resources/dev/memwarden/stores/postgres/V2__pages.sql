-- Lists of one tenant are read page by page.
CREATE INDEX api_key_tenant ON api_key (tenant, seq);

CREATE INDEX token_family_tenant ON token_family (tenant, seq);
