-- A page of an IN folder is read along the open sets of its sender. With the id in the index the server reads it in order and stops
-- at the page's end; without, it judged a sort of all open sets to be cheaper.
drop index submission_open;
create unique index submission_open on submission (sender_number, raw_key) include (submission_id)
  where sealed_at is null and closed_at is null;
