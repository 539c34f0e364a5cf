-- Times that a blob of the submission could not be read although its disk worked (case D5).
alter table claim add column read_failures integer not null default 0;
