-- Client assertions that were taken at the token endpoint, so that none is taken twice by whichever process (spec access.md §13.1, §16.7).
create table used_assertion (
  fingerprint bytea primary key check (length(fingerprint) = 32),
  expires_at timestamptz not null
);
create index used_assertion_by_end on used_assertion (expires_at);

-- The keys of access tokens. One signs; those before it are published until their last token has ended.
create table token_key (
  kid text primary key,
  public_jwk jsonb not null,
  private_jwk bytea not null,
  created_at timestamptz not null default now(),
  published_until timestamptz
);
create unique index token_key_that_signs on token_key ((true)) where published_until is null;
