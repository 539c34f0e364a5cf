-- Who is connected now, as each process says of its own sessions every other second. Worth nothing after a crash, so not logged.
create unlogged table live_session (
  session text primary key,
  process_id uuid not null,
  endpoint text not null check (endpoint in ('sftp', 'ftp', 'web')),
  sender_number text not null,
  account text not null,
  network text,
  address text not null,
  client text not null,
  since timestamptz not null,
  last_at timestamptz not null,
  bytes_in bigint not null,
  bytes_out bigint not null,
  files integer not null,
  doing text check (doing in ('receiving', 'sending', 'listing')),
  file text,
  kicked_at timestamptz
);
create index live_session_of_process on live_session (process_id);
create index live_session_of_sender on live_session (sender_number);

-- An operator's word that sessions are to end: one, or all of a sender, or those of one of its channels. Every process hears each once.
create table session_kick (
  kick_id uuid primary key,
  session text,
  sender_number text not null,
  endpoint text check (endpoint in ('sftp', 'ftp', 'web')),
  asked_at timestamptz not null default now()
);
create index session_kick_by_age on session_kick (asked_at);

-- From where and with which programs a sender comes; written at most every few minutes a row.
create table client_seen (
  sender_number text not null references sender,
  endpoint text not null check (endpoint in ('sftp', 'ftp', 'web')),
  -- A configured network, an address, or the /64 of one, as the throttle counts it.
  origin text not null,
  client text not null check (length(client) <= 100),
  address inet not null,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  primary key (sender_number, endpoint, origin, client)
);
create index client_seen_by_age on client_seen (last_seen_at);

-- Addresses that an operator keeps out.
create table address_ban (
  ban_id uuid primary key,
  range cidr not null,
  reason text not null check (length(reason) between 1 and 500),
  actor text not null,
  begun_at timestamptz not null default now(),
  ends_at timestamptz not null,
  lifted_at timestamptz,
  lifted_by text,
  lifted_because text
);
create index address_ban_in_force on address_ban (ends_at) where lifted_at is null;

-- The console's lists: enterprises by name, certificates of every state by their end, those that wait.
create index enterprise_by_name on enterprise (lower(legal_name), enterprise_number);
create index sender_of_enterprise on sender (enterprise_number, sender_number);
create index certificate_by_any_end on certificate (not_after, certificate_id) where state not in ('removed', 'rejected');
create index certificate_waiting on certificate (certificate_id) where state = 'uploaded';
