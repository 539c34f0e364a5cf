-- What a person was called for, or is about to be: from the first look that found it until it is told that it is over.
create table alarm (
  key text collate "C" primary key,
  kind text not null,
  subject text not null,
  severity text not null check (severity in ('warning', 'critical')),
  alarm_values jsonb not null default '{}',
  first_seen_at timestamptz not null,
  raised_at timestamptz,
  told_at timestamptz,
  gone_at timestamptz
);

-- Programs that wake people are told as well.
alter table outgoing_message drop constraint outgoing_message_medium_check;
alter table outgoing_message add constraint outgoing_message_medium_check check (medium in ('mail', 'sms', 'webhook'));
create index outgoing_message_of_alarms on outgoing_message (created_at) where template = 'alarm';
