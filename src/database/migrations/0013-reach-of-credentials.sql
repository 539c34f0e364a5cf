-- For which enterprises a password, an app and the addresses of a person count (rules 11.19 to 11.21). Null: for all of them. Whoever forgets
-- to say it opens nothing.
alter table account
  add column password_reaches text[] default '{}',
  -- Those that gave the addresses on record, or whose person changed them: codes that go there count for them.
  add column vouched_by text[] default '{}';
alter table code_app
  add column reaches text[] default '{}';
alter table person_session
  add column reaches text[] default '{}';

-- What was there before goes on opening what it opens today.
create temporary table reached on commit drop as
  select account_id, array_agg(distinct enterprise_number order by enterprise_number) as enterprises from (
    select account_id, enterprise_number from appointment where state = 'active'
    union all
    select account_id, enterprise_number from quality_user where state <> 'deleted'
    union all
    select t.account_id, s.enterprise_number from technical_user t join sender s using (sender_number) where t.account_id is not null
  ) held group by account_id;
update account a set password_reaches = enterprises, vouched_by = enterprises from reached r where r.account_id = a.account_id;
update code_app c set reaches = enterprises from reached r where r.account_id = c.account_id;
update person_session s set reaches = case when method in ('eid', 'itsme', 'fas') then null else enterprises end
  from reached r where r.account_id = s.account_id;
