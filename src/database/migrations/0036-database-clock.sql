-- What all processes together know of this database's own clock, so that one that is started after a step knows of it too.
create table database_clock (
  is_one boolean primary key default true check (is_one),
  -- the latest time that a process was told by this clock, to the minute
  seen_at timestamptz not null,
  -- after a step: so long must the clock go evenly, and be seen to, until anything comes to its end by it
  held_seconds integer not null default 0 check (held_seconds >= 0)
);
