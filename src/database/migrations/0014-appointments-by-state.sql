-- The history of an enterprise is read page by page, the latest appointed first; without this, whoever has little of it reads that of all.
create index appointment_of_enterprise_by_state on appointment (enterprise_number, state, appointment_id);
