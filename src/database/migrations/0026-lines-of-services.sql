-- The fair order between senders (rule 25.1, rule 25.2): a hand-over gets its turn when it is due, and keeps it until a worker has it. Both are
-- asked for at each look, so nothing is sorted and nothing else is read for them.
alter table delivery add column turn bigint;
create index delivery_in_line on delivery (service, environment, turn, delivery_id)
  where turn is not null and state in ('waiting', 'retrying', 'inDoubt');
create index delivery_without_turn on delivery (service, next_attempt_at)
  where turn is null and state in ('waiting', 'retrying', 'inDoubt');
create index delivery_in_line_of_sender on delivery (service, sender_number, environment, turn)
  where turn is not null and state in ('waiting', 'retrying', 'inDoubt');
create index delivery_enqueued on delivery (service, enqueued_at)
  where enqueued_at is not null and state in ('waiting', 'active', 'retrying', 'inDoubt');
-- How many were handed over lately, from which it is told when the others will be.
create index delivery_finished_of_service on delivery (service, finished_at) where finished_at is not null;
drop index delivery_due;

-- The highest turn of each line that a worker has had, so that who comes now begins there; 0 again when nobody waits.
create table service_line (
  service text primary key,
  served bigint not null default 0
);
