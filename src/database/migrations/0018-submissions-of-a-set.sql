-- Sender and name of a set found in one index. With the name alone in it, a server without fresh statistics looked through all sets of the
-- sender beside it, at each transfer.
create index submission_of_set on submission (raw_key, sender_number, sealed_at);
drop index submission_by_key;
