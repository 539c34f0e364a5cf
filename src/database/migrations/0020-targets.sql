-- How each online service can be reached, by environment, for all processes that hand over (the circuit breaker).
create table target_state (
  service text not null,
  environment text not null check (environment in ('R', 'T', 'S')),
  state text not null check (state in ('closed', 'open', 'halfOpen')),
  since timestamptz not null default now(),
  -- failures since the last success
  failures integer not null default 0,
  -- open: until then nothing is handed over; half open: until then the one that tries has time
  open_until timestamptz,
  last_error text,
  primary key (service, environment),
  check ((state = 'closed') = (open_until is null))
);

-- An earlier attempt may have reached the service, whatever became of later ones: it can be asked before anything is sent again.
alter table delivery add column doubtful boolean not null default false;
update delivery set doubtful = true where state in ('active', 'inDoubt');
