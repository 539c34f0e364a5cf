-- The flow: what arrived, what was decided, what left. Facts are inserted and never updated.
create sequence ticket_number;

create table submission (
  submission_id uuid primary key,
  sender_number text not null,
  environment text not null check (environment in ('R', 'T', 'S')),
  -- folder and elements 2 to 6 of the name as text; a whole name when not routable (decision 4)
  raw_key text collate "C" not null,
  routable boolean not null,
  opened_at timestamptz not null default now(),
  -- commit of the latest member: the wait for a GO counts from here
  last_file_at timestamptz not null default now(),
  -- commit of the GO that runs, null before
  go_at timestamptz,
  sealed_at timestamptz,
  parked_at timestamptz,
  parked_reason text,
  closed_at timestamptz
);
-- One open submission per key: two endpoints that receive its members meet in the same row.
create unique index submission_open on submission (sender_number, raw_key) where sealed_at is null and closed_at is null;
create index submission_by_key on submission (raw_key, sealed_at);
-- Sealed members stay listed for some seconds (decision 7).
create index submission_sealed on submission (sender_number, sealed_at) where sealed_at is not null;
create index submission_unroutable on submission (sender_number, opened_at) where not routable;
create index submission_parked on submission (parked_at) where parked_at is not null;

create table received_file (
  file_id uuid primary key,
  submission_id uuid references submission,
  sender_number text not null,
  environment text not null check (environment in ('R', 'T', 'S')),
  name text collate "C" not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null,
  over_limit boolean not null default false,
  state text not null check (state in ('received', 'superseded', 'deleted')),
  -- a client's temporary name: stored, but member of nothing until renamed (decision 5)
  temporary boolean not null default false,
  channel text not null check (channel in ('sftp', 'ftp', 'web')),
  principal text not null,
  address text not null,
  session text not null,
  received_at timestamptz not null default now(),
  -- why a file without a submission is no longer waited for
  discarded_at timestamptz,
  -- a sealed member that its sender deleted from the listing (decision 7)
  hidden_at timestamptz,
  check (temporary or discarded_at is null),
  check (temporary = (submission_id is null))
);
create unique index received_file_waiting on received_file (sender_number, environment, name)
  where state = 'received' and temporary and discarded_at is null;
-- A name has one current file in a set; a race of two nodes ends here instead of in two members.
create unique index received_file_current on received_file (submission_id, name) where state = 'received' and not temporary;
create index received_file_of_submission on received_file (submission_id);
create index received_file_by_name on received_file (name);
create index received_file_by_blob on received_file (sha256);

-- Uploads that are under way, written by the node that receives them once they last longer than two seconds (decision 6).
create table open_upload (
  upload_id uuid primary key,
  sender_number text not null,
  raw_key text collate "C" not null,
  node text not null,
  last_byte_at timestamptz not null
);
create index open_upload_of_set on open_upload (sender_number, raw_key);

create table fact (
  submission_id uuid not null references submission,
  kind text not null check (kind in ('envelope', 'verdict', 'acknowledgement', 'dispatch', 'cancellation')),
  body jsonb not null,
  at timestamptz not null default now(),
  primary key (submission_id, kind)
);
-- A ticket is given out once, for ever (decision 13).
create unique index fact_ticket on fact ((body ->> 'ticket')) where kind = 'envelope';
create function facts_are_written_once() returns trigger language plpgsql as $$
begin
  raise exception 'facts are written once';
end $$;
create trigger fact_keeps_its_rows before update or delete on fact for each row execute function facts_are_written_once();

-- Things worth telling about a submission that decide nothing: repeated GO, late TD, reminder …
create table event (
  event_no bigint generated always as identity primary key,
  submission_id uuid references submission,
  sender_number text,
  at timestamptz not null default now(),
  event text not null,
  detail jsonb not null default '{}'
);
create index event_of_submission on event (submission_id) where submission_id is not null;

-- What is to be done, and who is at it: one row per submission that is not closed. Leases and fences by the database's clock.
create table claim (
  submission_id uuid primary key references submission,
  due_at timestamptz not null,
  owner text,
  until timestamptz,
  fence bigint not null default 0,
  failures integer not null default 0,
  crashes integer not null default 0,
  checker_failures integer not null default 0,
  last_error text
);
create index claim_due on claim (due_at);

-- Keys that can never be used again, inserted by the transaction that commits an accepted verdict (decision 2).
create table accepted_name (
  set_key text primary key,
  submission_id uuid not null references submission
);

-- The answers' own counter per day and environment; names are never reused (decision 13).
create table answer_counter (
  name_date text not null check (name_date ~ '^[0-9]{8}$'),
  environment text not null check (environment in ('R', 'T', 'S')),
  last bigint not null,
  primary key (name_date, environment)
);

create table out_entry (
  name text collate "C" primary key,
  sender_number text not null,
  environment text not null check (environment in ('R', 'T', 'S')),
  submission_id uuid references submission,
  -- null for GO, which is empty
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null,
  published_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index out_entry_listing on out_entry (sender_number, environment, name) where deleted_at is null;
create index out_entry_of_submission on out_entry (submission_id);
create index out_entry_by_blob on out_entry (sha256) where sha256 is not null;

create table delivery (
  delivery_id uuid primary key,
  submission_id uuid not null references submission,
  service text not null,
  sender_number text not null,
  idempotency_key uuid not null unique,
  state text not null check (state in ('waiting', 'active', 'retrying', 'inDoubt', 'delivered', 'refused', 'parked')),
  -- how often a queue job was made of it: part of the job's id, so that a lost job can be made again
  dispatches integer not null default 0,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  enqueued_at timestamptz,
  owner text,
  until timestamptz,
  fence bigint not null default 0,
  reference text,
  last_error text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (submission_id, service)
);
create index delivery_due on delivery (next_attempt_at) where state in ('waiting', 'active', 'retrying', 'inDoubt');
create index delivery_by_service on delivery (service, state);

create table paused_service (
  service text primary key,
  paused_at timestamptz not null default now(),
  reason text not null,
  actor text not null
);
