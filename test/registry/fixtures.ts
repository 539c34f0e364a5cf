import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Result } from '../../src/base/result.ts'
import { type EnterpriseNumber, parseEnterpriseNumber, type SenderNumber } from '../../src/batch/identifiers.ts'
import { parseSshPublicKey, type SshPublicKey } from '../../src/batch/ssh-key.ts'
import type { Database } from '../../src/database/database.ts'
import type { InspectedCertificate } from '../../src/registry/certificates.ts'
import { type Enrolment, type EnrolRequest, enrol, type Offer } from '../../src/registry/enrol.ts'

export const ACT = { actor: 'operator:test', reason: 'a test' }

export const OFFER: Offer = {
  qualities: [{ code: 'QUAL_EMP_NOSS' }, { code: 'QUAL_MUN_ADM' }, { code: 'QUAL_COMPANY', services: ['DIMN'] }],
  networks: [{ name: 'publilink', channels: ['ftp'], qualities: [] }],
  services: [
    { code: 'DMFA', environments: ['R', 'T', 'S'] },
    { code: 'DIMN', environments: ['R', 'T', 'S'] },
    { code: 'WECH', environments: ['T'] },
  ],
}

/** The n-th enterprise number: any n gives a valid one. */
export function enterpriseNumber(n = 1): EnterpriseNumber {
  const eight = String(n + 1000).padStart(8, '0')
  return value(parseEnterpriseNumber(`${eight}${String(97 - (Number(eight) % 97)).padStart(2, '0')}`))
}

export function requestOf(parts: Partial<EnrolRequest> = {}): EnrolRequest {
  return {
    enterpriseNumber: enterpriseNumber(),
    name: 'Bakkerij Peeters',
    quality: 'QUAL_EMP_NOSS',
    channels: ['sftp'],
    services: ['DMFA'],
    ...parts,
  }
}

export function tryEnrol(database: Database, parts: Partial<EnrolRequest> = {}) {
  return database.transaction((tx) => enrol(tx, requestOf(parts), OFFER, ACT))
}

export async function enrolled(database: Database, parts: Partial<EnrolRequest> = {}): Promise<Enrolment> {
  return value(await tryEnrol(database, parts))
}

export function sshKey(): SshPublicKey {
  const { x } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  const blob = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(Buffer.from(x ?? '', 'base64url'))])
  return value(parseSshPublicKey(`ssh-ed25519 ${blob.toString('base64')} batch@payroll`))
}

/** What the inspection of an upload hands over; the registry never looks into the DER. */
export function certificate(parts: Partial<InspectedCertificate> = {}): InspectedCertificate {
  const der = randomBytes(600)
  return {
    der,
    sha256: sha256(der),
    spkiSha256: sha256(randomBytes(8)),
    subject: 'CN=Bakkerij Peeters',
    issuer: 'CN=Issuer',
    serial: '01AB',
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2028-01-01T00:00:00Z'),
    enterpriseNumber: null,
    ...parts,
  }
}

export function value<Value, Problem>(result: Result<Value, Problem>): Value {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problem)}`)
  return result.value
}

export function refusedWith(code: string) {
  return { ok: false, problem: expect.objectContaining({ code }) }
}

export async function auditOf(database: Database, subject: string) {
  return database.queries
    .selectFrom('audit')
    .select(['actor', 'action', 'reason', 'detail'])
    .where('subject', '=', subject)
    .orderBy('audit_no')
    .execute()
}

export async function stateOf(database: Database, number: SenderNumber): Promise<string | undefined> {
  const row = await database.queries
    .selectFrom('sender')
    .select('state')
    .where('sender_number', '=', number)
    .executeTakeFirst()
  return row?.state
}

/** Something to wait for until somebody opens it. */
export function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open: () => open() }
}

function field(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
