/** What time does to certificates: they come near their end, and end (spec access.md §6.5). By the database's clock. */
import { sql } from 'kysely'
import type { SenderNumber } from '../batch/identifiers.ts'
import type { Transaction } from '../database/database.ts'
import type { Act } from './audit.ts'
import { type CertificateKey, moveCertificate } from './certificates.ts'
import { channelsOf } from './channels.ts'
import { suspendChannel } from './move-channel.ts'

export type Ageing = {
  /** Days before its end at which a valid certificate becomes `expiring`. */
  readonly warnDays: number
  /** Whether the channels of a sender are suspended when its last usable certificate ends (spec access.md §6.4). */
  readonly suspendsChannels: boolean
}

/** A few at a time, because their senders stay locked until the transaction ends. */
const AT_ONCE = 20

/**
 * Moves what is due, `valid` to `expiring` and either to `expired`, at most 20 of them; resolves with the number of certificates that
 * were due, so that 0 means: all is done. Doing it twice, or late, or in two processes, is doing it once.
 */
export async function ageCertificates(tx: Transaction, ageing: Ageing, act: Act): Promise<number> {
  const due = await dueCertificates(tx, ageing.warnDays)
  for (const { isOver, ...key } of due) {
    // Refused when somebody else was faster, or when the sender was closed: then there is nothing left to do.
    const moved = await moveCertificate(tx, key, isOver ? 'expire' : 'age', act)
    if (moved.ok && isOver && ageing.suspendsChannels) await suspendWithoutCertificate(tx, key.senderNumber, act)
  }
  return due.length
}

/**
 * Suspends the active channels of a sender that has no certificate in force (spec access.md §6.4, rule 12.7); resolves with their number.
 */
export async function suspendWithoutCertificate(
  tx: Transaction,
  senderNumber: SenderNumber,
  act: Act,
): Promise<number> {
  const left = await tx
    .selectFrom('certificate')
    .select('certificate_id')
    .where('sender_number', '=', senderNumber)
    .where('state', 'in', ['valid', 'expiring'])
    .where('not_after', '>', sql<Date>`now()`)
    .limit(1)
    .executeTakeFirst()
  if (left) return 0
  const active = (await channelsOf(tx, senderNumber)).filter(({ state }) => state === 'active')
  for (const { type } of active) {
    await suspendChannel(tx, { senderNumber, type }, { ...act, reason: 'no valid certificate is left' })
  }
  return active.length
}

export type ExpiryWarning = CertificateKey & {
  readonly certificateId: string
  readonly enterpriseNumber: string
  readonly qualityCode: string
  readonly serial: string
  readonly notAfter: Date
  /** The nearest of the configured days before its end that has come. */
  readonly days: number
  /** Since when, by the database's clock. */
  readonly now: Date
}

/**
 * Takes the warnings that are due, at most 100: for each certificate that is `expiring` the nearest of `days` that has come, once. Days that
 * passed while nobody looked are left out, because the nearest one says more. The caller tells it in the same transaction.
 */
export async function takeExpiryWarnings(tx: Transaction, days: readonly number[]): Promise<ExpiryWarning[]> {
  const { rows } = await sql<ExpiryWarning>`
    with due as (
      select c.certificate_id, c.expiry_told_days,
             (select min(d) from unnest(${[...days]}::int[]) d where c.not_after <= now() + make_interval(days => d)) as days
        from certificate c
       where c.state = 'expiring' and c.not_after > now()
         and c.not_after <= now() + make_interval(days => ${Math.max(0, ...days)}::int)
       for no key update skip locked
    )
    update certificate c set expiry_told_days = due.days
      from (select * from due where days is not null and (expiry_told_days is null or expiry_told_days > days) limit 100) due, sender s
     where c.certificate_id = due.certificate_id and s.sender_number = c.sender_number
    returning c.certificate_id as "certificateId", c.sender_number as "senderNumber", c.sha256, c.serial,
              s.enterprise_number as "enterpriseNumber", s.quality_code as "qualityCode",
              c.not_after as "notAfter", due.days, now() as now`.execute(tx)
  return rows
}

type Due = CertificateKey & { readonly isOver: boolean }

async function dueCertificates(tx: Transaction, warnDays: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select c.sender_number as "senderNumber", c.sha256, c.not_after <= now() as "isOver"
      from certificate c join sender s using (sender_number)
     where s.state <> 'closed' and c.state in ('valid', 'expiring')
       and (c.not_after <= now() or (c.state = 'valid' and c.not_after <= now() + make_interval(days => ${warnDays}::int)))
     order by c.sender_number, c.certificate_id limit ${AT_ONCE}`.execute(tx)
  return rows
}
