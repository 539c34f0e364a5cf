-- Backups that were put back: what happened between the backup and the loss is not known until somebody has looked into it.
create table restoration (
  restoration_id uuid primary key,
  -- the name of the backup's folder, and the instant of its rows
  backup text not null,
  taken_at timestamptz not null,
  restored_at timestamptz not null default now(),
  acknowledged_at timestamptz,
  acknowledged_by text,
  reason text check (length(reason) between 1 and 500),
  check ((acknowledged_at is null) = (acknowledged_by is null))
);
-- A backup of a release that had no such table leaves this remark in the transaction that puts its rows back.
insert into restoration (restoration_id, backup, taken_at)
select (told ->> 'id')::uuid, told ->> 'backup', (told ->> 'takenAt')::timestamptz
from (select obj_description('schema_migration'::regclass)::jsonb as told) as remark where told ->> 'backup' is not null;
comment on table schema_migration is null;
