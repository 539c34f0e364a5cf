-- A file of a watched folder is removed there after its commit; who dies between the two finds it again. Its session tells which file on
-- the share it was, so that neither a restart nor another process takes it in twice.
create unique index received_file_of_folder on received_file (sender_number, name, session) where session like 'folder:%';
-- TD and a repeated GO leave no file: of those from a folder the event tells.
create unique index event_of_folder_trigger on event (sender_number, (detail ->> 'name'), (detail ->> 'session'))
  where event = 'folder.triggerTaken';

-- When an answer was whole in its sender's watched folder, kept at its GO. Its receiver may then delete it there.
alter table out_entry add column in_folder_at timestamptz;
create index out_entry_for_folder on out_entry (sender_number, name)
  where in_folder_at is null and deleted_at is null and sha256 is null;

-- Which process works on a sender's watched folder, by the database's clock.
create table folder_lease (
  sender_number text primary key,
  owner text not null,
  until timestamptz not null
);
