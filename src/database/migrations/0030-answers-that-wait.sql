-- Why an answer that is owed could not be made yet.
alter table negative_answer_due add column last_error text;
-- Whether the claim that holds it, or held it last, was the one that tries its target (rule 19.8): what others say of it later tells nothing.
alter table delivery add column probe boolean not null default false;
