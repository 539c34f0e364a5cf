-- The portal's list of a sender's sets, latest first, with a part of a name: read from the index alone. Among a million sets of one
-- sender a name that is nowhere is known to be nowhere after a quarter of a second.
create index submission_of_sender on submission (sender_number, opened_at, submission_id) include (raw_key, environment);
-- Few of all facts: who looks for rejected or cancelled sets of a sender need not read the verdicts of the others.
create index fact_rejected_set on fact (submission_id) where kind = 'verdict' and body ->> 'outcome' = 'rejected';
create index fact_cancelled_set on fact (submission_id) where kind = 'cancellation';
