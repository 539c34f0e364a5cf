-- Files that ended under a temporary name belong to no submission, whose end would tell the books that they are history. Only what
-- ended is in the index, so that the usual temporary file, which is renamed, costs nothing.
create index received_file_ended on received_file (received_at)
  where submission_id is null and (state <> 'received' or discarded_at is not null);
