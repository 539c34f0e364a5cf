/** Half a year of submissions with all their files, made in the database itself: as many as a gateway has after some months. */
import { sql } from 'kysely'
import type { Database } from '../../src/database/database.ts'

export const SENDERS = 3000

/** Indexes and references are made at the end, as in a restored database; statistics are not: a young database has none. */
export async function makeManySubmissions({ transaction }: Database, count: number): Promise<void> {
  await transaction(async (tx) => {
    for (const statement of [...SENDING, ...BEFORE]) await sql.raw(statement).execute(tx)
    await sql.raw(submissions(count)).execute(tx)
    for (const statement of [...DETAILS, ...AFTER]) await sql.raw(statement).execute(tx)
  })
}

/** Each sender is an enterprise of its own, with a number that has its check digits. */
const SENDING = [
  `insert into enterprise (enterprise_number, legal_name, state)
    select lpad((200000 + n)::text, 8, '0') || lpad((97 - (200000 + n) % 97)::text, 2, '0'), 'Enterprise ' || n, 'active'
    from generate_series(1, ${SENDERS}) as n`,
  `insert into quality (enterprise_number, quality_code, state) select enterprise_number, 'QUAL_EMP_NOSSPLA', 'active' from enterprise`,
  `insert into sender (sender_number, enterprise_number, quality_code, state)
    select (100000 + row_number() over (order by enterprise_number))::text, enterprise_number, quality_code, 'active' from quality`,
]

const LOADED = `'submission', 'received_file', 'fact', 'delivery', 'out_entry', 'submission_name', 'submission_reason', 'claim'`

const BEFORE = [
  // A statement over a million rows takes longer than any of the gateway's own may.
  'set local statement_timeout = 0',
  `create temporary table taken_away on commit drop as
    select pg_get_indexdef(indexrelid) as made from pg_index
    where indrelid::regclass::text in (${LOADED}) and not indisprimary
      and not exists (select from pg_constraint where conindid = indexrelid)`,
  `do $$ declare one record; begin
    for one in select conname, conrelid::regclass as at from pg_constraint where contype = 'f' and confrelid = 'submission'::regclass loop
      execute format('alter table %s drop constraint %I', one.at, one.conname);
    end loop;
    for one in select indexrelid::regclass as name from pg_index
      where indrelid::regclass::text in (${LOADED}) and not indisprimary
        and not exists (select from pg_constraint where conindid = indexrelid) loop
      execute format('drop index %s', one.name);
    end loop;
  end $$`,
  `create function bench_marks(days integer, bytes bytea) returns integer[] language sql immutable as $$
    select array_agg(days * 2097152 + get_byte(bytes, n) * 16384 + get_byte(bytes, n + 1) * 128 + get_byte(bytes, n + 2))
    from generate_series(0, length(bytes) - 3) as n $$`,
]

/** A few senders send most; one in twenty is rejected, for few reasons most often; the latest are under way. */
function submissions(count: number): string {
  return `create temporary table made on commit drop as
    select n, (lpad(to_hex(floor(extract(epoch from opened) * 1000)::bigint), 12, '0') || '7' || substr(dice, 1, 3) || '8' || substr(dice, 4, 15))::uuid as id,
      opened, sender, environment, channel, service, n <= 30 as is_open, n between 31 and 60 as is_sealed, n between 61 and 90 as is_parked,
      case when n > 90 and luck % 20 = 0 then (array[125, 125, 125, 125, 312, 312, 122, 154, 133, 88])[1 + luck / 20 % 10] end as code,
      (array['IN/', 'INTEST/', 'INTEST-S/'])[strpos('RTS', environment)] || set_name as raw_key, set_name,
      'SLU' || upper(lpad(to_hex(n), 9, '0')) || 'A' as ticket
    from generate_series(1, ${count}) as n,
      lateral (select md5(n::text) as dice, now() - make_interval(secs => n * ${(180 * 86400) / count}::float8) as opened) as one,
      lateral (select ('x' || substr(dice, 20, 7))::bit(28)::integer as luck, ('x' || substr(dice, 8, 6))::bit(24)::integer::float8 / 16777216 as share) as two,
      lateral (select (100001 + floor(${SENDERS} * power(share, 3)))::text as sender,
        (array['DMFA', 'DIMN', 'DMWA', 'WECH', 'DMRQ', 'ZIMA', 'AOAT', 'TWCT'])[1 + floor(8 * power(share * 7 - floor(share * 7), 2))::integer] as service,
        case when luck % 100 < 90 then 'R' when luck % 100 < 97 then 'T' else 'S' end as environment,
        case when luck / 100 % 10 < 7 then 'sftp' when luck / 100 % 10 < 9 then 'ftp' else 'web' end as channel) as three,
      lateral (select service || '.' || sender || '.' || to_char(opened, 'YYYYMMDD') || '.' || upper(lpad(to_hex((n * 7::bigint) % 1048576), 5, '0')) || '.' || environment as set_name) as four`
}

const DETAILS = [
  `insert into submission (submission_id, sender_number, environment, raw_key, routable, opened_at, last_file_at, go_at, sealed_at, closed_at, channel, parked_at, parked_reason)
    select id, sender, environment, raw_key, true, opened, opened, opened, case when not is_open then opened end,
      case when n > 90 then opened end, case when not is_open then channel end,
      case when is_parked then opened end, case when is_parked then 'the checker ended' end
    from made order by n desc`,
  `insert into submission_name (submission_id, opened_at, name, marks)
    select id, opened, lower(set_name), bench_marks(floor(extract(epoch from opened) / 691200)::integer % 1024, lower(set_name)::bytea)
    from made where not is_open order by n desc`,
  `insert into submission_reason (code, opened_at, submission_id) select code, opened, id from made where code is not null`,
  `insert into claim (submission_id, due_at) select id, now() from made where n <= 90`,
  `insert into received_file (file_id, submission_id, sender_number, environment, name, sha256, bytes, state, channel, principal, address, session, received_at)
    select gen_random_uuid(), id, sender, environment, mark || '.' || set_name || '.1' || case mark when 'GO' then '' else '.1' end,
      case mark when 'GO' then 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
        else encode(sha256((mark || n)::bytea), 'hex') end,
      case mark when 'GO' then 0 else 2000 + n % 90000 end, 'received', channel, 's' || sender, '192.0.2.7', 'a' || n, opened
    from made, unnest(array['FI', 'FS', 'GO']) as mark order by n desc`,
  `insert into fact (submission_id, kind, body, at)
    select id, kind, case kind when 'envelope' then jsonb_build_object('ticket', ticket, 'sealedAt', opened, 'members', '[]'::jsonb)
      when 'verdict' then jsonb_build_object('outcome', case when code is null then 'accepted' else 'rejected' end, 'setKey', set_name,
        'reasons', case when code is null then '[]'::jsonb else jsonb_build_array(jsonb_build_object('code', code)) end,
        'answer', jsonb_build_object('date', '20261127', 'sequence', '00001'))
      when 'acknowledgement' then jsonb_build_object('name', 'FO.ACRF.' || n) else jsonb_build_object('service', service) end, opened
    from made, unnest(array['envelope', 'verdict', 'acknowledgement', 'dispatch']) as kind
    where not is_open and (n > 90 or kind = 'envelope') and (code is null or kind <> 'dispatch') order by n desc`,
  `insert into out_entry (name, sender_number, environment, submission_id, sha256, bytes, published_at)
    select 'FO.ACRF.' || n, sender, environment, id, encode(sha256(('FO' || n)::bytea), 'hex'), 900, opened from made where n > 90`,
  `insert into delivery (delivery_id, submission_id, service, sender_number, environment, idempotency_key, state, created_at)
    select gen_random_uuid(), id, service, sender, environment, gen_random_uuid(),
      case when n < 1000 then 'waiting' when n % 5000 = 1 then 'inDoubt' when n % 5000 = 2 then 'parked' when n % 3000 = 3 then 'refused' else 'delivered' end, opened
    from made where n > 90 and code is null order by n desc`,
]

const AFTER = [
  'drop function bench_marks',
  `do $$ declare one record; begin
    for one in select made from taken_away loop execute one.made; end loop;
  end $$`,
]
