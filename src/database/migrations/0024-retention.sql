-- Contents leave after their archive time, names and digests stay: a row that was released no longer keeps its blob.
alter table received_file add column released_at timestamptz;
alter table out_entry add column released_at timestamptz;
alter table submission add column contents_removed_at timestamptz;
-- Whether a blob is kept is one look, however many rows of the same content (the empty GO) were released.
drop index received_file_by_blob;
create index received_file_by_blob on received_file (sha256, released_at);
drop index out_entry_by_blob;
create index out_entry_by_blob on out_entry (sha256, released_at) where sha256 is not null;
-- What may be old enough to be released, in the order in which it ended.
create index submission_with_contents on submission (closed_at, submission_id)
  where closed_at is not null and contents_removed_at is null;
create index received_file_with_contents on received_file (received_at, file_id)
  where submission_id is null and (state <> 'received' or discarded_at is not null) and released_at is null;
create index out_entry_with_contents on out_entry (deleted_at, name)
  where deleted_at is not null and sha256 is not null and released_at is null;

-- The first whole reading of an FO over any channel; when an answer nobody read leaves, its receiver was told before: the day count of the
-- latest notice, and the instant that it promised.
alter table out_entry add column fetched_at timestamptz;
alter table out_entry add column notice_days double precision;
alter table out_entry add column leaves_at timestamptz;
alter table out_entry add column expired_at timestamptz;
create index out_entry_by_age on out_entry (published_at, name) where deleted_at is null;

-- Somebody said why the contents of a submission, or of all of a sender's, must stay.
create table hold (
  hold_id uuid primary key,
  submission_id uuid references submission,
  sender_number text,
  reason text not null,
  actor text not null,
  placed_at timestamptz not null default now(),
  released_at timestamptz,
  check ((submission_id is null) <> (sender_number is null))
);
create unique index hold_on_submission on hold (submission_id) where submission_id is not null and released_at is null;
create unique index hold_on_sender on hold (sender_number) where sender_number is not null and released_at is null;

-- Blobs that no row spoke of when they were looked at; a later run looks again and removes them.
create table blob_mark (
  sha256 text collate "C" primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null,
  marked_at timestamptz not null default now()
);
create index blob_mark_by_age on blob_mark (marked_at);

-- How far each kind of clearing came, who is at it, and what it last did.
create table retention_task (
  task text primary key,
  position text not null default '',
  owner text,
  until timestamptz,
  ran_at timestamptz,
  result jsonb not null default '{}'
);

-- What the gateway's own sender saw at each of its endpoints.
create table self_test (
  endpoint text not null check (endpoint in ('sftp', 'ftps', 'web')),
  at timestamptz not null default now(),
  ok boolean not null,
  milliseconds integer not null,
  error text
);
create index self_test_latest on self_test (endpoint, at);
-- The gateway's own sender, made once; its keys are sealed.
create table self_test_sender (
  is_one boolean primary key default true check (is_one),
  sender_number text not null unique,
  authority text not null,
  secrets bytea not null,
  made_at timestamptz not null default now()
);
-- Facts stay for ever but for those of the gateway's own sets, of which there are thousands a day.
create or replace function facts_are_written_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and exists (
    select from submission join self_test_sender using (sender_number) where submission.submission_id = old.submission_id
  ) then
    return old;
  end if;
  raise exception 'facts are written once';
end $$;
