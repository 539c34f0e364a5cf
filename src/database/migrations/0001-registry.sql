-- Access management: who may send what, over which channel, signed with what (spec access.md 3 and 6).
create table enterprise (
  enterprise_number text primary key check (enterprise_number ~ '^[01][0-9]{9}$'),
  legal_name text not null check (length(legal_name) between 1 and 200),
  state text not null check (state in ('pendingActivation', 'active', 'suspended', 'closed')),
  language text not null default 'fr' check (language in ('de', 'fr', 'nl', 'en')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1
);

create table quality (
  enterprise_number text not null references enterprise,
  quality_code text not null check (quality_code ~ '^QUAL_[A-Z0-9_]{1,120}$'),
  state text not null check (state in ('inactive', 'active', 'closed')),
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (enterprise_number, quality_code)
);

create table sender (
  sender_number text primary key check (sender_number ~ '^[0-9]{6}$'),
  enterprise_number text not null,
  quality_code text not null,
  state text not null check (state in ('allocated', 'active', 'suspended', 'closed')),
  allocated_at timestamptz not null default now(),
  version integer not null default 1,
  foreign key (enterprise_number, quality_code) references quality
);
-- One sender number per quality; closed numbers stay in the table, so that none is ever given out again.
create unique index sender_of_quality on sender (enterprise_number, quality_code) where state <> 'closed';

create table technical_user (
  technical_user_id uuid primary key,
  sender_number text not null references sender,
  last_name text not null check (length(last_name) between 1 and 100),
  first_name text not null check (length(first_name) between 1 and 100),
  email text not null check (length(email) between 3 and 254),
  phone text not null check (length(phone) between 3 and 40),
  language text not null default 'fr' check (language in ('de', 'fr', 'nl', 'en')),
  state text not null check (state in ('active', 'replaced', 'ended')),
  created_at timestamptz not null default now()
);
create unique index technical_user_of_sender on technical_user (sender_number) where state = 'active';

create table channel (
  channel_id uuid primary key,
  sender_number text not null references sender,
  type text not null check (type in ('sftp', 'ftp', 'web')),
  state text not null check (state in ('active', 'suspended', 'removed')),
  -- the user name of SFTP and FTP, the client id of the web service
  login_name text not null,
  password_hash text,
  network text,
  legacy_ssh_rsa boolean not null default false,
  created_at timestamptz not null default now(),
  version integer not null default 1
);
create unique index channel_of_sender on channel (sender_number, type) where state <> 'removed';
-- A removed channel may be opened anew, under the same login name.
create unique index channel_by_login on channel (login_name) where state <> 'removed';

create table ssh_key (
  ssh_key_id uuid primary key,
  channel_id uuid not null references channel,
  algorithm text not null,
  blob bytea not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  comment text not null default '' check (length(comment) <= 100),
  state text not null check (state in ('active', 'removed')),
  created_at timestamptz not null default now()
);
create unique index ssh_key_once on ssh_key (sha256) where state = 'active';
create index ssh_key_of_channel on ssh_key (channel_id);

create table certificate (
  certificate_id uuid primary key,
  sender_number text not null references sender,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  spki_sha256 text not null check (spki_sha256 ~ '^[0-9a-f]{64}$'),
  der bytea not null,
  subject text not null,
  issuer text not null,
  serial text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  usages text[] not null,
  state text not null check (state in ('uploaded', 'valid', 'expiring', 'expired', 'revoked', 'rejected', 'removed')),
  revocation text not null default 'unchecked' check (revocation in ('unchecked', 'good', 'revoked', 'unreachable')),
  created_at timestamptz not null default now(),
  version integer not null default 1
);
create unique index certificate_once on certificate (sender_number, sha256) where state not in ('removed', 'rejected');
-- A key that logs in must lead to one sender only (decision 18). Not unique: a sender may renew a certificate with the same key,
-- so the registry compares the senders itself, one registration of a key at a time.
create index certificate_by_key on certificate (spki_sha256) where state not in ('removed', 'rejected');

create table service_binding (
  sender_number text not null references sender,
  service text not null check (service ~ '^[A-Z0-9]{4}$'),
  environment text not null check (environment in ('R', 'T', 'S')),
  channel_id uuid not null references channel,
  state text not null check (state in ('active', 'inactive')),
  created_at timestamptz not null default now(),
  primary key (sender_number, service, environment, channel_id)
);

-- A sender's rights at seal time, stored once under their hash; the id is in envelope and verdict (decision 12).
create table rights_snapshot (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  body text not null,
  created_at timestamptz not null default now()
);

-- Who did what to whom, and why. Append-only; chain_no and hash are filled once, in commit order, by the chainer (decision 29).
create table audit (
  audit_no bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  reason text,
  detail jsonb not null default '{}',
  chain_no bigint unique,
  hash text
);
create index audit_by_subject on audit (subject, audit_no);
create index audit_unchained on audit (audit_no) where chain_no is null;

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.chain_no is null and new.chain_no is not null
     and (old.audit_no, old.at, old.actor, old.action, old.subject, old.reason, old.detail)
         is not distinct from (new.audit_no, new.at, new.actor, new.action, new.subject, new.reason, new.detail) then
    return new;
  end if;
  raise exception 'the audit is append-only';
end $$;
create trigger audit_keeps_its_rows before update or delete on audit for each row execute function audit_is_append_only();
create trigger audit_keeps_its_table before truncate on audit for each statement execute function audit_is_append_only();

-- Failed log-ins, shared by all processes (decision 30). origin is a network's name or an address; account '' counts them all.
create table login_throttle (
  account text not null,
  origin text not null,
  failures integer not null,
  first_failure_at timestamptz not null,
  blocked_until timestamptz,
  primary key (account, origin)
);
