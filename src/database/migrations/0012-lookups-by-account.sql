-- What an account holds is asked at each request of a person, and what it has begun is voided with its password: both by the account alone.
create index technical_user_of_account on technical_user (account_id) where account_id is not null;
create index sign_in_attempt_of_account on sign_in_attempt (account_id) where account_id is not null;
