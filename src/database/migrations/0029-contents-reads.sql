-- Who read contents of declarations within the last hour is counted from the audit (rule 22.11): only its end is looked at, however long it is.
create index audit_of_reads on audit (at, actor) where action = 'contents.read';
