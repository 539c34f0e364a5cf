-- The gateway's processes that run, as they last said of themselves; an old row is a process that died.
create table running_process (
  process_id uuid primary key,
  node text not null,
  pid integer not null,
  version text not null,
  roles text[] not null,
  addresses jsonb not null,
  health jsonb not null default '{}',
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);

-- Deliveries in a worker's hands, and submissions that ended lately: both are looked for all the time.
create index delivery_leased on delivery (until) where state = 'active';
create index submission_closed on submission (closed_at);
