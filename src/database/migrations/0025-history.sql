-- What the operators' plots are drawn from: one look a minute, kept for a day, and one an hour, kept for a month. A mark says that the
-- minute was written, so that nothing is told from not known; `looked`: also what waited then, which cannot be found out later.
create table history_mark (
  grain text not null check (grain in ('minute', 'hour')),
  at timestamptz not null,
  looked boolean not null,
  primary key (grain, at)
);

-- Of an hour: the highest of its minutes, and for handed_over their sum.
create table queue_sample (
  grain text not null,
  at timestamptz not null,
  service text not null,
  environment text not null check (environment in ('R', 'T', 'S')),
  waiting integer not null default 0,
  active integer not null default 0,
  retrying integer not null default 0,
  in_doubt integer not null default 0,
  parked integer not null default 0,
  oldest_seconds integer not null default 0,
  handed_over integer not null default 0,
  -- from acceptance to the hand-over, of those that were handed over
  seconds_p50 double precision,
  seconds_p95 double precision,
  primary key (grain, at, service, environment),
  foreign key (grain, at) references history_mark on delete cascade
);

-- Sets that were finished: by the code that an acknowledgement names first, 0 for accepted ones.
create table verdict_sample (
  grain text not null,
  at timestamptz not null,
  environment text not null check (environment in ('R', 'T', 'S')),
  code integer not null,
  sets integer not null,
  primary key (grain, at, environment, code),
  foreign key (grain, at) references history_mark on delete cascade
);

-- Files of those sets, by the channel over which each came.
create table intake_sample (
  grain text not null,
  at timestamptz not null,
  environment text not null check (environment in ('R', 'T', 'S')),
  channel text not null check (channel in ('sftp', 'ftp', 'web')),
  files integer not null,
  bytes bigint not null,
  primary key (grain, at, environment, channel),
  foreign key (grain, at) references history_mark on delete cascade
);

create table session_sample (
  grain text not null,
  at timestamptz not null,
  channel text not null check (channel in ('sftp', 'ftp', 'web')),
  network text not null,
  sessions integer not null,
  primary key (grain, at, channel, network),
  foreign key (grain, at) references history_mark on delete cascade
);

-- What was handed over in a minute, from among millions.
create index delivery_finished on delivery (finished_at) where finished_at is not null;
-- What is not over, with its age: looked at every other second while somebody watches.
create index delivery_watched on delivery (service, environment, state, created_at)
  where state in ('waiting', 'active', 'retrying', 'inDoubt', 'parked');
