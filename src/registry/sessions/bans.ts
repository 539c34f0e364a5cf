/** Addresses that an operator keeps out for a time (rules 26.4 and 26.5, `../../../docs/rules.md`). */
import { sql } from 'kysely'
import { type AddressRange, LOOPBACK, parseAddressRange, rangesMeet, rangeText } from '../../base/address-range.ts'
import { uuidV7 } from '../../base/ids.ts'
import { type Refusal, refusal } from '../../base/refusal.ts'
import { no, ok, type Result } from '../../base/result.ts'
import type { Queries, Transaction } from '../../database/database.ts'
import { LOCKS } from '../../database/locks.ts'
import type { ReasonedAct } from '../audit.ts'
import { writeAudit } from '../audit.ts'

export type Ban = {
  readonly banId: string
  /** `192.0.2.7/32`, `2001:db8::/32`. */
  readonly range: string
  readonly reason: string
  readonly actor: string
  readonly begunAt: Date
  readonly endsAt: Date
}

export type BanWish = {
  /** An address, or a range of them, as it was written. */
  readonly range: string
  readonly endsAt: Date
  /** Configured networks that the operator knows to shut out, with commas between their names; empty: none. */
  readonly confirmedNetworks: string
}

export type KnownNetwork = { readonly name: string; readonly cidrs: readonly string[] }

const BANS_MAX = 1000
export const BAN_DAYS_MAX = 366
const DAY = 86_400_000

/** Audit: `origin.banned`. Refuses: SLU-INPUT, SLU-STATE (our own machine, a network that was not confirmed, too many), SLU-CONFLICT. */
export async function banAddresses(
  tx: Transaction,
  wish: BanWish,
  { now, networks }: { readonly now: Date; readonly networks: readonly KnownNetwork[] },
  act: ReasonedAct,
): Promise<Result<{ readonly banId: string }, Refusal>> {
  const range = allowedRange(wish, networks)
  if (!range.ok) return range
  const ahead = wish.endsAt.getTime() - now.getTime()
  if (!(ahead > 0 && ahead <= BAN_DAYS_MAX * DAY)) return no(NO_END)
  await sql`select pg_advisory_xact_lock(${sql.join(LOCKS.bans)})`.execute(tx)
  const inForce = await bansInForce(tx)
  if (inForce.length >= BANS_MAX) return no(TOO_MANY)
  if (inForce.some((ban) => isSame(ban, range.value))) return no(ALREADY_BANNED)
  const banId = uuidV7()
  const text = rangeText(range.value)
  await sql`
    insert into address_ban (ban_id, range, reason, actor, ends_at)
    values (${banId}, ${text}, ${act.reason}, ${act.actor}, ${wish.endsAt})`.execute(tx)
  const detail = { ban: banId, endsAt: wish.endsAt.toISOString(), networks: wish.confirmedNetworks }
  await writeAudit(tx, { ...act, action: 'origin.banned', subject: `origin:${text}`, detail })
  return ok({ banId })
}

/** Audit: `origin.unbanned`. A ban that is over already stays so. Refuses: SLU-UNKNOWN. */
export async function liftBan(tx: Transaction, banId: string, act: ReasonedAct): Promise<Result<void, Refusal>> {
  const { rows } = await sql<{ readonly range: string; readonly isOver: boolean }>`
    select range, lifted_at is not null or ends_at <= now() as "isOver" from address_ban where ban_id = ${banId} for update`.execute(
    tx,
  )
  const [ban] = rows
  if (!ban) return no(NO_SUCH_BAN)
  if (ban.isOver) return ok(undefined)
  await sql`
    update address_ban set lifted_at = now(), lifted_by = ${act.actor}, lifted_because = ${act.reason}
     where ban_id = ${banId}`.execute(tx)
  await writeAudit(tx, { ...act, action: 'origin.unbanned', subject: `origin:${ban.range}`, detail: { ban: banId } })
  return ok(undefined)
}

/** The latest first. */
export async function bansInForce(queries: Queries): Promise<Ban[]> {
  const { rows } = await sql<Ban>`
    select ban_id as "banId", range, reason, actor, begun_at as "begunAt", ends_at as "endsAt" from address_ban
     where lifted_at is null and ends_at > now() order by begun_at desc, ban_id desc`.execute(queries)
  return rows
}

export type ConcerningBan = { readonly range: string; readonly reason: string; readonly until: Date }

/** Those that keep out an address which this sender has come from. */
export async function bansConcerning(queries: Queries, senderNumber: string): Promise<ConcerningBan[]> {
  const { rows } = await sql<ConcerningBan>`
    select range, reason, ends_at as until from address_ban b
     where lifted_at is null and ends_at > now()
       and exists (select from client_seen k where k.sender_number = ${senderNumber} and k.address <<= b.range)
     order by ends_at desc`.execute(queries)
  return rows
}

/** rule 26.5. */
function allowedRange(wish: BanWish, networks: readonly KnownNetwork[]): Result<AddressRange, Refusal> {
  const range = parseAddressRange(wish.range)
  if (!range) return no(NO_RANGE)
  if (LOOPBACK.some((own) => rangesMeet(own, range))) return no(OWN_MACHINE)
  const met = networks.filter(({ cidrs }) => cidrs.some((cidr) => meets(cidr, range)))
  const confirmed = wish.confirmedNetworks.split(',').map((name) => name.trim())
  const unconfirmed = met.find(({ name }) => !confirmed.includes(name))
  return unconfirmed ? no(networkNotConfirmed(unconfirmed.name)) : ok(range)
}

function meets(cidr: string, range: AddressRange): boolean {
  const known = parseAddressRange(cidr)
  return known !== null && rangesMeet(known, range)
}

function isSame(ban: Ban, { first, last, family }: AddressRange): boolean {
  const known = parseAddressRange(ban.range)
  return known?.family === family && known.first === first && known.last === last
}

const NO_RANGE = refusal(
  'SLU-INPUT',
  'This is no address and no range of addresses.',
  'Write it as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.',
  { key: 'banRangeMalformed' },
)
const NO_END = refusal(
  'SLU-INPUT',
  `A ban ends in the future, at most ${BAN_DAYS_MAX} days from now.`,
  'Give another end.',
  { key: 'banEndOutOfRange', values: { days: BAN_DAYS_MAX } },
)
const OWN_MACHINE = refusal(
  'SLU-STATE',
  'This range holds addresses of the gateway itself.',
  'Choose a smaller range that leaves 127.0.0.0/8 and ::1 out.',
  { key: 'banOwnMachine' },
)
const TOO_MANY = refusal('SLU-STATE', `${BANS_MAX} bans are in force.`, 'Lift some, or ban a range instead.', {
  key: 'tooManyBans',
  values: { max: BANS_MAX },
})
const ALREADY_BANNED = refusal('SLU-CONFLICT', 'This range is banned already.', 'Look at the ban that is there.', {
  key: 'alreadyBanned',
})
export const NO_SUCH_BAN = refusal('SLU-UNKNOWN', 'There is no such ban.', 'Look at those that are in force.', {
  key: 'noSuchBan',
})

function networkNotConfirmed(name: string): Refusal {
  return refusal(
    'SLU-STATE',
    `The range holds addresses of the network ${name}, behind which many senders are.`,
    'Choose a smaller range, or confirm by writing the name of the network.',
    { key: 'banOfNetwork', values: { network: name } },
  )
}
