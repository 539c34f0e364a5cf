-- Certificates between that of a signer and an accepted issuer, as the signature that waits for an answer brought them along: who asks needs them too.
alter table certificate_standing add column authorities bytea[] not null default '{}';
