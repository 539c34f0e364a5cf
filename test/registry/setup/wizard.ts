/** The wizard as a person goes through it, for tests. */
import type { ChannelType } from '../../../src/batch/channel.ts'
import type { Database, Transaction } from '../../../src/database/database.ts'
import { activateEnterprise, registerEnterprise } from '../../../src/registry/enterprises.ts'
import { activateQuality } from '../../../src/registry/qualities.ts'
import { confirmSetup } from '../../../src/registry/setup/confirm.ts'
import type { DraftCertificate, DraftSshKey } from '../../../src/registry/setup/contents.ts'
import { beginSetup, type SeenDraft, type SetupDraft } from '../../../src/registry/setup/drafts.ts'
import type { SetupPlace } from '../../../src/registry/setup/place.ts'
import { saveChannel, saveProofs, saveServices, saveTechnicalUser } from '../../../src/registry/setup/save-step.ts'
import { ACT, certificate, enterpriseNumber, OFFER, sshKey, value } from '../fixtures.ts'

export const CONTACT = {
  lastName: 'Janssens',
  firstName: 'An',
  email: 'an@example.be',
  phone: '+3225550100',
  language: 'nl',
} as const
export const CHOICE = { services: ['DMFA', 'DIMN'], environments: ['R', 'T'] } as const

/** A quality that is active and sends nothing yet. */
export async function activePlace(database: Database, n = 1, qualityCode = 'QUAL_EMP_NOSS'): Promise<SetupPlace> {
  const place = { enterpriseNumber: enterpriseNumber(n), qualityCode }
  await database.transaction(async (tx) => {
    value(await registerEnterprise(tx, { ...place, legalName: 'Bakkerij Peeters' }, ACT))
    value(await activateEnterprise(tx, place.enterpriseNumber, ACT))
    value(await activateQuality(tx, { ...place, offered: OFFER.qualities }, ACT))
  })
  return place
}

export function draftedCertificate(parts: Partial<DraftCertificate> = {}): DraftCertificate {
  return { ...certificate(parts), usages: ['signature'], label: '', ...parts }
}

export function draftedKey(parts: Partial<DraftSshKey> = {}): DraftSshKey {
  return { ...sshKey(), label: '', ...parts }
}

/** As its next page would show it. */
export function seenOf({ draftId, version, enterpriseNumber: number, qualityCode }: SetupDraft): SeenDraft {
  return { draftId, expectedVersion: version, enterpriseNumber: number, qualityCode }
}

/** The steps, each in its own transaction; a test may do them in any order, or only some. */
export function stepsOf(proofs: {
  readonly type: ChannelType
  readonly certificates: readonly DraftCertificate[]
  readonly sshKeys?: readonly DraftSshKey[]
  readonly network?: string
}) {
  const { type, certificates, sshKeys = [], network } = proofs
  const channel = { type, ...(network !== undefined && { network }) }
  return {
    technicalUser: (tx: Transaction, seen: SeenDraft) => saveTechnicalUser(tx, seen, CONTACT, ACT),
    channel: (tx: Transaction, seen: SeenDraft) => saveChannel(tx, seen, channel, OFFER, ACT),
    certificate: (tx: Transaction, seen: SeenDraft) => saveProofs(tx, seen, { certificates, sshKeys }, ACT),
    services: (tx: Transaction, seen: SeenDraft) => saveServices(tx, seen, CHOICE, OFFER, ACT),
  }
}

export type Step = keyof ReturnType<typeof stepsOf>
export const IN_ORDER: readonly Step[] = ['technicalUser', 'channel', 'certificate', 'services']

export async function begun(database: Database, place: SetupPlace): Promise<SetupDraft> {
  return value(await database.transaction((tx) => beginSetup(tx, place, 24, ACT)))
}

/** A draft with all steps saved, in the order given. */
export async function filledIn(
  database: Database,
  place: SetupPlace,
  proofs: Parameters<typeof stepsOf>[0],
  order = IN_ORDER,
): Promise<SetupDraft> {
  const steps = stepsOf(proofs)
  let draft = await begun(database, place)
  for (const step of order) draft = value(await database.transaction((tx) => steps[step](tx, seenOf(draft))))
  return draft
}

export async function confirmed(database: Database, draft: SetupDraft) {
  return value(await database.transaction((tx) => confirmSetup(tx, seenOf(draft), OFFER, ACT)))
}

/** An SFTP sender that signs, as the wizard leaves it. */
export async function setUp(database: Database, place: SetupPlace, own: DraftCertificate = ownCertificate(place)) {
  const proofs = { type: 'sftp' as const, certificates: [own], sshKeys: [draftedKey()] }
  return confirmed(database, await filledIn(database, place, proofs))
}

/** One that names the enterprise, and so is valid at once. */
export function ownCertificate(place: SetupPlace, parts: Partial<DraftCertificate> = {}): DraftCertificate {
  return draftedCertificate({ enterpriseNumber: place.enterpriseNumber, ...parts })
}

/** A person with an account, by the hash that finds him. */
export async function person(database: Database, personHash: Buffer): Promise<string> {
  const { rows } = await database.queries.executeQuery<{ account_id: string }>(
    database.queries
      .with('added', (db) =>
        db
          .insertInto('person')
          .values(({ fn }) => ({
            person_id: fn<string>('gen_random_uuid'),
            ...{ last_name: 'Peeters', first_name: 'Jan', created_by: 'test' },
            ...{ ssin_sealed: Buffer.from('sealed'), ssin_hash: personHash },
          }))
          .returning('person_id'),
      )
      .insertInto('account')
      .columns(['account_id', 'person_id', 'state'])
      .expression(({ selectFrom, fn, val }) =>
        selectFrom('added').select([
          fn<string>('gen_random_uuid').as('account_id'),
          'person_id',
          val('active').as('state'),
        ]),
      )
      .returning('account_id')
      .compile(),
  )
  return rows[0]?.account_id ?? ''
}

const TABLES = [
  ...['enterprise', 'quality', 'sender', 'technical_user', 'channel', 'ssh_key', 'certificate'],
  'service_binding',
] as const

/** Every row of what an enrolment writes, without ids, times, hashes of passwords and the number that was drawn. */
export async function dump(database: Database): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {}
  for (const table of TABLES) {
    const rows = await database.queries
      .selectFrom(table as 'sender')
      .selectAll()
      .execute()
    tables[table] = rows.map((row) => JSON.stringify(row, lasting)).sort()
  }
  return tables
}

function lasting(key: string, found: unknown): unknown {
  if (/_id$|_at$/.test(key)) return undefined
  if (key === 'password_hash' && found !== null) return 'hashed'
  return typeof found === 'string' ? found.replace(/^([a-z_]*)[1-8]\d{5}$/, '$1NUMBER') : found
}
