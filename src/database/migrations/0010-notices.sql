-- The nearest day before the end of a certificate at which its sender was told (spec access.md 6.5): told once, whatever becomes of the notice.
alter table certificate add column expiry_told_days integer;
create index certificate_by_end on certificate (not_after) where state in ('valid', 'expiring');

-- What people did for an enterprise, wherever they did it: its managers may read that (spec access.md 5, row 24).
create index audit_by_enterprise on audit ((detail -> 'as' ->> 'enterpriseNumber'), audit_no)
  where detail -> 'as' ->> 'enterpriseNumber' is not null;

-- Rejected sets in the order in which notices are made of them.
create index fact_rejected on fact (at, submission_id) where kind = 'verdict' and body ->> 'outcome' = 'rejected';

create index notice_by_end on notice (expires_at);
create index outgoing_message_by_age on outgoing_message (created_at);
create index outgoing_message_after on outgoing_message (after_message_id) where after_message_id is not null;
