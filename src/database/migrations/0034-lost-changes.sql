-- Changes that the copy of the audit has and a restored database has not: what was made again, and what a person has to make again.
create table lost_change (
  -- as in the audit that was lost
  audit_no bigint not null,
  at timestamptz not null,
  restoration_id uuid not null references restoration,
  actor text not null,
  action text not null,
  subject text not null,
  reason text,
  detail jsonb not null,
  outcome text not null check (outcome in ('madeAgain', 'refused', 'listed')),
  -- why it was refused
  why text,
  primary key (audit_no, at)
);
create index lost_change_restoration on lost_change (restoration_id, audit_no);
