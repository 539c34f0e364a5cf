-- That a program has confirmed an answer over the web service: kept at its FO, which stays in the OUT folder for other programs.
alter table out_entry add column retrieved_at timestamptz;
alter table out_entry add column retrieved_by text;
-- A sender's answers, the latest first, from among a million: each FO is in one of the two. Programs ask again and again for those that
-- are still to be fetched, of which there are few; with one index for all they would read every answer that there ever was.
create index out_entry_to_retrieve on out_entry (sender_number, environment, published_at, name)
  where name like 'FO.%' and retrieved_at is null and deleted_at is null;
create index out_entry_retrieved on out_entry (sender_number, environment, published_at, name)
  where name like 'FO.%' and (retrieved_at is not null or deleted_at is not null);
