-- The people of access management: who they are, how they prove it, and what they may do (spec access.md 3, 4, 6).
alter table enterprise
  add column activated_at timestamptz,
  add column activation_method text check (activation_method in ('eid', 'itsme', 'csam', 'totp', 'provisional', 'operator')),
  -- One address for all notices of the enterprise; without it none are mailed.
  add column notification_email text check (length(notification_email) between 3 and 254),
  add column password_login_enabled boolean not null default true;

alter table quality
  add column employer_id text check (employer_id ~ '^[1-9][0-9]{2,9}$'),
  add column activated_at timestamptz;

create table person (
  person_id uuid primary key,
  last_name text not null check (length(last_name) between 1 and 100),
  first_name text not null check (length(first_name) between 1 and 100),
  language text not null default 'fr' check (language in ('de', 'fr', 'nl', 'en')),
  email text check (length(email) between 3 and 254),
  mobile_phone text check (mobile_phone ~ '^\+[1-9][0-9]{6,14}$'),
  -- The national number, encrypted; its keyed hash finds it. Both or none.
  ssin_sealed bytea,
  ssin_hash bytea unique check (length(ssin_hash) = 32),
  created_at timestamptz not null default now(),
  created_by text not null,
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  check ((ssin_sealed is null) = (ssin_hash is null))
);

create table account (
  account_id uuid primary key,
  person_id uuid not null unique references person,
  username text check (username ~ '^[a-z0-9][a-z0-9._-]{2,63}$'),
  state text not null check (state in ('pendingFirstLogin', 'mustChangePassword', 'active', 'credentialsExpired', 'closed')),
  password_hash text,
  password_set_by text check (password_set_by in ('self', 'manager', 'system')),
  password_set_at timestamptz,
  -- Of a password that a manager or the system set; it is void then.
  password_expires_at timestamptz,
  last_login_at timestamptz,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  check ((password_hash is null) = (password_set_by is null))
);
create unique index account_by_username on account (username);

create table former_password (
  account_id uuid not null references account,
  password_hash text not null,
  replaced_at timestamptz not null default now()
);
create index former_password_of_account on former_password (account_id, replaced_at desc);

-- One app for codes per account; unconfirmed until its first code was right.
create table code_app (
  account_id uuid primary key references account,
  secret_sealed bytea not null,
  digits integer not null default 6 check (digits in (6, 8)),
  period_seconds integer not null default 30 check (period_seconds between 15 and 120),
  algorithm text not null default 'sha1' check (algorithm in ('sha1', 'sha256', 'sha512')),
  -- The latest time step that was accepted: none at or before it is taken again.
  last_step bigint not null default 0,
  confirmed_at timestamptz,
  created_at timestamptz not null default now()
);

create table recovery_code (
  account_id uuid not null references account,
  code_hash bytea not null check (length(code_hash) = 32),
  used_at timestamptz,
  primary key (account_id, code_hash)
);

-- Who an account is at an identity provider: issuer and subject, and nothing else (case R13).
create table external_identity (
  issuer text not null check (length(issuer) <= 300),
  subject text not null check (length(subject) <= 300),
  account_id uuid not null references account,
  created_at timestamptz not null default now(),
  primary key (issuer, subject)
);
create index external_identity_of_account on external_identity (account_id);

create table appointment (
  appointment_id uuid primary key,
  enterprise_number text not null references enterprise,
  role text not null check (role in ('mainAccessManager', 'coMainAccessManager', 'accessManager', 'coAccessManager')),
  quality_code text,
  account_id uuid not null references account,
  appointed_by text not null,
  origin text not null check (origin in ('legalRepresentative', 'appointment', 'automatic')),
  state text not null check (state in ('active', 'ended')),
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  version integer not null default 1,
  foreign key (enterprise_number, quality_code) references quality,
  check ((role in ('mainAccessManager', 'coMainAccessManager')) = (quality_code is null)),
  check (origin <> 'automatic' or role = 'accessManager'),
  check ((role = 'mainAccessManager') = (origin = 'legalRepresentative')),
  check ((state = 'ended') = (ended_at is not null))
);
create unique index one_main_access_manager on appointment (enterprise_number)
  where role = 'mainAccessManager' and state = 'active';
-- The automatic profile of a main or co-main access manager does not take the place of the one access manager (spec access.md 4).
create unique index one_access_manager on appointment (enterprise_number, quality_code)
  where role = 'accessManager' and state = 'active' and origin <> 'automatic';
create unique index appointed_once on appointment (account_id, enterprise_number, role, coalesce(quality_code, ''))
  where state = 'active';
create index appointment_of_enterprise on appointment (enterprise_number) where state = 'active';

create table quality_user (
  quality_user_id uuid primary key,
  account_id uuid not null references account,
  enterprise_number text not null,
  quality_code text not null,
  state text not null check (state in ('active', 'locked', 'deleted')),
  locked_reason text check (length(locked_reason) <= 500),
  created_at timestamptz not null default now(),
  created_by text not null,
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  foreign key (enterprise_number, quality_code) references quality
);
create unique index quality_user_once on quality_user (account_id, enterprise_number, quality_code) where state <> 'deleted';
create index quality_user_of_quality on quality_user (enterprise_number, quality_code, quality_user_id) where state <> 'deleted';

create table service_grant (
  quality_user_id uuid not null references quality_user,
  service text not null check (service ~ '^[A-Z0-9]{4}$'),
  granted_at timestamptz not null default now(),
  primary key (quality_user_id, service)
);

-- Sessions of people, by the hash of what their browser holds.
create table person_session (
  session_hash bytea primary key check (length(session_hash) = 32),
  session_id uuid not null unique,
  account_id uuid not null references account,
  method text not null check (method in ('eid', 'itsme', 'fas', 'totp', 'password', 'provisional')),
  assurance integer not null check (assurance between 0 and 1000),
  -- The latest proof of who it is, and how strong it was; changes ask for a fresh one.
  proven_at timestamptz not null default now(),
  proven_assurance integer not null check (proven_assurance between 0 and 1000),
  address text not null,
  client text not null default '' check (length(client) <= 200),
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_why text
);
create index person_session_of_account on person_session (account_id) where ended_at is null;
create index person_session_by_age on person_session (created_at);

-- What a browser has begun and not finished: a way to an identity provider, a card's challenge, a right password that waits for a code.
create table sign_in_attempt (
  attempt_hash bytea primary key check (length(attempt_hash) = 32),
  kind text not null check (kind in ('oidc', 'webEid', 'eidTls', 'code', 'activation')),
  account_id uuid references account,
  -- Encrypted: it holds nonces and verifiers.
  body_sealed bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index sign_in_attempt_by_age on sign_in_attempt (expires_at);

-- One-time codes and links that left the house by mail or SMS (spec access.md 6.1, decision 35). Only hashes are kept.
create table one_time_code (
  code_hash bytea primary key check (length(code_hash) = 32),
  account_id uuid not null references account,
  purpose text not null check (purpose in ('activationLink', 'activationCode')),
  failures integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_code_of_account on one_time_code (account_id, purpose);

-- Messages to people on their way out; text and address are encrypted and go when the message is gone.
create table outgoing_message (
  message_id uuid primary key,
  medium text not null check (medium in ('mail', 'sms')),
  template text not null,
  body_sealed bytea,
  -- A message that must not overtake another one (the user name before the password).
  after_message_id uuid references outgoing_message,
  state text not null check (state in ('waiting', 'sent', 'failed')),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  owner text,
  owned_until timestamptz,
  last_error text check (length(last_error) <= 500),
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index outgoing_message_waiting on outgoing_message (due_at) where state = 'waiting';

-- What an enterprise is told in its mailbox.
create table notice (
  notice_id uuid primary key,
  enterprise_number text not null references enterprise,
  quality_code text,
  -- The online service it is about; null: the account itself.
  service text,
  kind text not null,
  detail jsonb not null default '{}',
  -- The same event is told once.
  source text not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  read_at timestamptz,
  read_by uuid references account,
  deleted_at timestamptz,
  mailed_at timestamptz
);
create index notice_of_enterprise on notice (enterprise_number, notice_id desc) where deleted_at is null;
create index notice_unmailed on notice (created_at) where mailed_at is null and deleted_at is null;

-- How far a reader of a log has come.
create table reading_position (
  reader text primary key,
  position text not null,
  updated_at timestamptz not null default now()
);

-- A set-up that is being filled in: nothing of it is in force (spec access.md 6.8).
create table setup_draft (
  draft_id uuid primary key,
  enterprise_number text not null,
  quality_code text not null,
  step text not null check (step in ('technicalUser', 'channel', 'certificate', 'services', 'summary')),
  body jsonb not null default '{}',
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  expires_at timestamptz not null,
  version integer not null default 1,
  foreign key (enterprise_number, quality_code) references quality
);
create unique index setup_draft_of_quality on setup_draft (enterprise_number, quality_code);

alter table technical_user
  add column account_id uuid references account;

alter table certificate
  add column label text not null default '' check (length(label) <= 100);

alter table ssh_key
  add column label text not null default '' check (length(label) <= 100);
