-- Which environment a hand-over belongs to: queues are shown and served by it, production before trial before simulation.
alter table delivery add column environment text check (environment in ('R', 'T', 'S'));
update delivery set environment = submission.environment from submission where submission.submission_id = delivery.submission_id;
alter table delivery alter column environment set not null;
drop index delivery_by_service;
create index delivery_by_service on delivery (service, environment, state);
