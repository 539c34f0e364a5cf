-- What certification authorities last said of a certificate and of those above it; one row, whoever registered it.
-- `status` stays what was last believed: a question that nobody answers changes `failures` and `problem` alone.
create table certificate_standing (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  status text not null default 'unknown' check (status in ('good', 'revoked', 'notOffered', 'unknown')),
  source text,
  stated_at timestamptz,
  checked_at timestamptz,
  revoked_at timestamptz,
  reason text,
  asked_at timestamptz,
  failures integer not null default 0,
  problem text,
  due_at timestamptz not null default now(),
  leased_until timestamptz
);
create index certificate_standing_due on certificate_standing (due_at);

-- Sets that wait for such an answer: the certificate, and since when.
alter table claim add column waits_for text, add column waits_since timestamptz;
create index claim_waits on claim (waits_for) where waits_for is not null;

-- Authorities between a certificate and an accepted issuer, as its sender brought them along.
alter table certificate add column chain bytea[] not null default '{}';
-- Never said anything but `unchecked`.
alter table certificate drop column revocation;
