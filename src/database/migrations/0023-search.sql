-- Operators look for submissions by any part of a name, newest first (record 0028).
alter table submission
  -- Of the GO; written at seal.
  add column channel text check (channel in ('sftp', 'ftp', 'web')),
  -- Names of members that do not follow from the set's, in small letters; null as a rule.
  add column odd_names text collate "C";
create index submission_newest on submission (opened_at, submission_id);

-- Every three characters of a set's name as one number each, together with the eight days in which the set was opened, so that a look for a name
-- goes from the latest days backwards and ends as soon as a page is full. Written once, at the end of receiving; no foreign key, for nothing
-- decides by it. The list of what is not sorted in yet is kept short: each look reads it once for each eight days.
create table submission_name (
  submission_id uuid not null,
  opened_at timestamptz not null,
  -- as people look for it: without folder, in small letters, odd names behind it
  name text collate "C" not null,
  marks integer[] not null
);
create index submission_name_marks on submission_name using gin (marks) with (fastupdate = on, gin_pending_list_limit = 64);

-- What was rejected and why, newest first: few of all verdicts.
create table submission_reason (
  code integer not null,
  opened_at timestamptz not null,
  submission_id uuid not null,
  primary key (code, opened_at, submission_id)
);

create index fact_by_time on fact (kind, at, submission_id) where kind in ('envelope', 'verdict');
-- Few: most are delivered.
create index delivery_unfinished on delivery (state, submission_id) where state <> 'delivered';
create index audit_by_actor on audit (actor, audit_no);
create index audit_by_time on audit (at);

-- What there is already.
create function name_marks(opened_at timestamptz, name text) returns integer[] language sql stable as $$
  select coalesce(array_agg(distinct days * 2097152 + get_byte(bytes, n) % 128 * 16384 + get_byte(bytes, n + 1) % 128 * 128 + get_byte(bytes, n + 2) % 128), '{}')
  from (select convert_to(name, 'UTF8') as bytes, (floor(extract(epoch from opened_at) / 691200)::bigint % 1024)::integer as days) as told,
    generate_series(0, length(bytes) - 3) as n
$$;
update submission set channel = (
  select (array_agg(channel order by name ~ '^(GO|TD)[.]' desc, received_at desc))[1]
  from received_file where received_file.submission_id = submission.submission_id and state = 'received'
) where sealed_at is not null;
insert into submission_name (submission_id, opened_at, name, marks)
  select submission_id, opened_at, name, name_marks(opened_at, name)
  from submission, lateral (select lower(substr(raw_key, strpos(raw_key, '/') + 1)) as name) as told
  where sealed_at is not null or closed_at is not null;
insert into submission_reason (code, opened_at, submission_id)
  select distinct (reason ->> 'code')::integer, opened_at, submission_id
  from fact join submission using (submission_id), jsonb_array_elements(body -> 'reasons') as reason
  where kind = 'verdict' and body ->> 'outcome' = 'rejected';
drop function name_marks;

-- What an operator was shown before doing something to many at once, and how far it has come: a second click, or a process that takes over,
-- goes on where the first one is.
create table bulk_action (
  bulk_id uuid primary key,
  action text not null check (action in ('requeue', 'park', 'giveUp', 'cancel', 'repeatAnswer')),
  actor text not null,
  -- the filter or the ids, as they were asked
  selection jsonb not null,
  -- in order, each a submission and perhaps one of its hand-overs
  targets jsonb not null,
  made_at timestamptz not null default now(),
  reason text check (length(reason) between 1 and 500),
  position integer not null default 0,
  done integer not null default 0,
  ended_at timestamptz
);
create index bulk_action_by_age on bulk_action (made_at);
