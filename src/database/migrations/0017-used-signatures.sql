-- Each signature of a request to the SOAP interface counts once, in whatever process it arrives, until the request itself is too old.
create table used_signature (
  spki_sha256      text not null,
  signature_sha256 text not null,
  expires_at       timestamptz not null,
  primary key (spki_sha256, signature_sha256)
);
create index used_signature_by_end on used_signature (expires_at);
