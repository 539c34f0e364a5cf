-- Whether a channel shows the folder STATUS; null: as its network has it (decision 32).
alter table channel add column status_folder boolean;
-- STATUS shows a sender's deliveries that are not over, and its sets that a TD ended before they were sealed. Both are few at any
-- time; nobody else's are read for them.
create index delivery_open_of_sender on delivery (sender_number, service)
  where state in ('waiting', 'active', 'retrying', 'inDoubt', 'parked');
create index submission_ended_unsealed on submission (sender_number, closed_at)
  where sealed_at is null and closed_at is not null;
