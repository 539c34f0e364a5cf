import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { standingByList } from '../../src/signing/crl.ts'
import { standingByOcsp } from '../../src/signing/ocsp.ts'
import { ocspRequest } from '../../src/signing/ocsp-request.ts'
import { readPem, toPem } from '../../src/signing/pem.ts'
import { authority, days, type Holder, issue, nameOf, OCSP_SIGNING, purposes, USAGE, usage } from './authorities.ts'

/** OpenSSL as the authority: its index of certificates, its answers and its lists. */
const CONFIG = `[ca]
default_ca = own
[own]
database = index.txt
crlnumber = number.txt
default_md = sha256
default_crl_days = 1
`
const citizens = authority('Citizen CA', undefined, { keyType: 'rsa', until: days(5000) })
const cards = { good: issued(), revoked: issued(), unknown: issued() }
const responder = issue({
  name: nameOf({ CN: 'Responder' }),
  by: citizens,
  until: days(5000), // OpenSSL answers by the clock
  extensions: [usage(USAGE.authentication), purposes(OCSP_SIGNING)],
})

function issued(): Holder {
  return issue({ name: nameOf({ CN: 'Card' }), by: citizens, extensions: [usage(USAGE.authentication)] })
}

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
beforeEach(({ skip }) => skip(!hasOpenssl && process.env.SLUICE_WIDE !== '1', 'not run: needs openssl'))

let folder = ''
const openssl = (...words: readonly string[]): string =>
  execFileSync('openssl', words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-revocation-'))
  const line = (state: string, revokedAt: string, { certificate }: Holder): string =>
    `${state}\t400101000000Z\t${revokedAt}\t${certificate.serialText}\tunknown\t/CN=Card\n`
  const index = line('V', '', cards.good) + line('R', '260101000000Z,keyCompromise', cards.revoked)
  await Promise.all([
    ...[writeFile(join(folder, 'index.txt'), index), writeFile(join(folder, 'openssl.cnf'), CONFIG)],
    writeFile(join(folder, 'number.txt'), '01\n'),
    ...keep('ca', citizens),
    ...keep('responder', responder),
  ])
})
afterAll(async () => await rm(folder, { recursive: true }))

function keep(name: string, { key, certificate }: Holder): readonly Promise<void>[] {
  return [
    writeFile(join(folder, `${name}.key`), key.export({ type: 'pkcs8', format: 'pem' })),
    writeFile(join(folder, `${name}.crt`), toPem('CERTIFICATE', certificate.der)),
  ]
}

async function byOcsp({ certificate }: Holder, signer: string): Promise<unknown> {
  const nonce = Buffer.alloc(32, 5)
  await writeFile(join(folder, 'request.der'), ocspRequest(certificate, citizens.certificate, nonce))
  const about = ['-index', 'index.txt', '-CA', 'ca.crt', '-reqin', 'request.der', '-respout', 'response.der']
  openssl('ocsp', ...about, '-rsigner', `${signer}.crt`, '-rkey', `${signer}.key`, '-nmin', '5')
  const asked = { certificate, issuer: citizens.certificate, nonce, now: new Date() }
  const standing = standingByOcsp(await readFile(join(folder, 'response.der')), asked)
  return standing.ok ? standing.value.revoked : standing.problem
}

test.each(['ca', 'responder'])('answers of OpenSSL to our questions are believed, signed by the %s', async (signer) => {
  expect([await byOcsp(cards.good, signer), await byOcsp(cards.revoked, signer)]).toEqual([
    null,
    { at: new Date('2026-01-01T00:00:00Z'), reason: 'keyCompromise' },
  ])
  expect(await byOcsp(cards.unknown, signer)).toBe('the responder does not know the certificate')
})

test('OpenSSL reads the question as it was meant', async () => {
  await byOcsp(cards.good, 'ca')
  const text = openssl('ocsp', '-reqin', 'request.der', '-req_text', '-noverify')
  expect(text).toContain(`Serial Number: ${cards.good.certificate.serialText}`)
  expect(text).toContain('OCSP Nonce')
})

test('lists of OpenSSL are read', async () => {
  openssl('ca', '-config', 'openssl.cnf', '-gencrl', '-cert', 'ca.crt', '-keyfile', 'ca.key', '-out', 'list.pem')
  const list = readPem(await readFile(join(folder, 'list.pem'), 'utf8'))?.blocks[0]?.octets ?? Buffer.alloc(0)
  const seen = [cards.good, cards.revoked].map(({ certificate }) =>
    standingByList(list, certificate, citizens.certificate, new Date()),
  )
  expect(seen.map((standing) => standing.ok && standing.value.revoked)).toEqual([
    null,
    { at: new Date('2026-01-01T00:00:00Z'), reason: 'keyCompromise' },
  ])
})
