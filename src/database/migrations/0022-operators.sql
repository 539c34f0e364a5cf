-- The gateway's own people (rules of chapter 21): they watch and act in the console. They are no accounts of any enterprise, and no row
-- of the tables of people is one of them.

-- A name is never given twice, not even after its operator is gone: the audit calls people by it.
create table operator (
  operator_id uuid primary key,
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  role text not null check (role in ('viewer', 'operator', 'administrator')),
  may_read_contents boolean not null default false,
  language text check (language in ('de', 'fr', 'nl', 'en')),
  password_hash text,
  -- Of the app that shows codes: the one in use, and one that waits for its first code.
  secret_sealed bytea,
  last_step bigint not null default 0,
  pending_secret_sealed bytea,
  -- Of the code with which a person signs in for the first time.
  invitation_hash bytea unique,
  invitation_expires_at timestamptz,
  -- Of the identity provider, bound at the first sign-in there.
  issuer text,
  subject text,
  locked_at timestamptz,
  deleted_at timestamptz,
  last_login_at timestamptz,
  created_at timestamptz not null default now(),
  created_by text not null,
  version bigint not null default 1,
  unique (issuer, subject),
  check ((invitation_hash is null) = (invitation_expires_at is null)),
  check ((issuer is null) = (subject is null))
);

-- The browser holds the token, this row its hash; everything else is asked anew at each request.
create table operator_session (
  session_hash bytea primary key,
  session_id uuid not null unique,
  operator_id uuid not null references operator,
  method text not null check (method in ('password', 'oidc')),
  -- The most that the way of signing in gives, whatever the operator's own role is.
  role_max text check (role_max in ('viewer', 'operator', 'administrator')),
  address text not null,
  client text not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_why text,
  check ((ended_at is null) = (ended_why is null))
);
create index operator_session_open on operator_session (operator_id) where ended_at is null;

-- What a browser has begun at the identity provider and not finished: good for one use within minutes.
create table operator_attempt (
  attempt_hash bytea primary key,
  body_sealed bytea not null,
  expires_at timestamptz not null
);
create index operator_attempt_expiry on operator_attempt (expires_at);
