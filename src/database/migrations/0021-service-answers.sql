-- What online services answer: received whole, then signed, then published as FO (or CO), FS and GO.
create table service_answer (
  answer_id uuid primary key,
  service text not null,
  -- the service's own: the same one again is the same answer
  answer_key text not null,
  purpose text not null check (purpose ~ '^[A-Z][A-Z0-9]{3}$'),
  sender_number text not null,
  environment text not null check (environment in ('R', 'T', 'S')),
  -- null when it answers no submission but speaks to a sender
  submission_id uuid references submission,
  via text not null check (via in ('http', 'worker', 'folder', 'simulator', 'gateway')),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null,
  -- what it says of the declaration; null when it says nothing
  result text check (result in ('accepted', 'acceptedWithWarnings', 'waiting', 'refused')),
  -- the declaration counts as answered with it
  is_final boolean not null,
  compressed boolean not null,
  -- of its name, drawn once and for ever
  name_date text not null check (name_date ~ '^[0-9]{8}$'),
  sequence text not null check (sequence ~ '^[0-9A-Z]{5}$'),
  received_at timestamptz not null default now(),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error text,
  published_at timestamptz,
  unique (service, answer_key),
  unique (name_date, environment, sequence)
);
create index service_answer_to_publish on service_answer (next_attempt_at) where published_at is null;
create index service_answer_of_submission on service_answer (submission_id) where submission_id is not null;
create index service_answer_received on service_answer (received_at);
create index service_answer_by_blob on service_answer (sha256);

-- Null for an acknowledgement.
alter table out_entry add column answer_id uuid references service_answer;
create index out_entry_of_answer on out_entry (answer_id) where answer_id is not null;
-- When it was put back into its OUT folder, on request.
alter table out_entry add column repeated_at timestamptz;

-- A document is FO, or CO when it is compressed.
drop index out_entry_to_retrieve;
drop index out_entry_retrieved;
create index out_entry_to_retrieve on out_entry (sender_number, environment, published_at, name)
  where name ~ '^[CF]O[.]' and retrieved_at is null and deleted_at is null;
create index out_entry_retrieved on out_entry (sender_number, environment, published_at, name)
  where name ~ '^[CF]O[.]' and (retrieved_at is not null or deleted_at is not null);

-- The first answer with which a declaration counts as answered.
alter table fact drop constraint fact_kind_check;
alter table fact add constraint fact_kind_check
  check (kind in ('envelope', 'verdict', 'acknowledgement', 'dispatch', 'answer', 'cancellation'));

-- Whether a sender gets its answers compressed; null: as `answers.compressed` has it.
alter table sender add column compressed_answers boolean;

-- A refused delivery owes its sender an answer, whoever refused it: the same transaction says so, and the row goes when the answer is there.
create table negative_answer_due (
  delivery_id uuid primary key references delivery on delete cascade,
  kind text not null check (kind in ('refused', 'givenUp')),
  -- the service's, or the operator's, for the sender
  words text,
  due_at timestamptz not null default now(),
  attempts integer not null default 0
);
create index negative_answer_due_at on negative_answer_due (due_at);
create function refusals_are_answered() returns trigger language plpgsql as $$
begin
  insert into negative_answer_due (delivery_id, kind, words) values (new.delivery_id, 'refused', new.last_error)
    on conflict do nothing;
  perform pg_notify('sluice_answer', '');
  return null;
end $$;
create trigger delivery_refused after update of state on delivery
  for each row when (new.state = 'refused' and old.state <> 'refused') execute function refusals_are_answered();

-- What the simulator is going to answer, and until when it plays a closed service.
create table simulated_answer (
  -- of the hand-over
  idempotency_key uuid not null,
  step integer not null,
  ticket text not null,
  service text not null,
  purpose text not null,
  due_at timestamptz not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  done_at timestamptz,
  primary key (idempotency_key, step)
);
create index simulated_answer_due on simulated_answer (next_attempt_at) where done_at is null;
create table simulated_closing (idempotency_key uuid primary key, until timestamptz not null);
