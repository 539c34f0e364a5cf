/** What authorities say of signers and clients, from end to end: OpenSSL issues, revokes, answers and writes the lists. */
import { spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hashes.ts'
import type { Member, RevocationEvidence, SignatureEvidence } from '../../src/batch/facts.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { awaitAnswer, pushSet } from '../../src/cli/send-sets.ts'
import { readSigningKey, signAssertion } from '../../src/endpoints/web/client/assertion.ts'
import { type Certificate, readCertificate } from '../../src/signing/certificate.ts'
import { evidenceOf } from '../../src/signing/finding.ts'
import type { KeyAndCertificate } from '../../src/signing/make-certificate.ts'
import { readPem } from '../../src/signing/pem.ts'
import type { RevocationReason } from '../../src/signing/revocation.ts'
import type { KnownStanding } from '../../src/signing/signer-standing.ts'
import type { VerifiedAt } from '../../src/stages/judge.ts'
import { type JudgeContentsDeps, judgeContents } from '../../src/stages/judge-contents.ts'
import { type Asked, ask } from '../endpoints/web/https-client.ts'
import { bodyOf, requestOf, signed } from '../endpoints/web/soap/signed-message.ts'
import { connect, eventually, makeSet, openSite, type Site } from './gateway.ts'
import { openMailServer } from './mail-server.ts'
import { openssl, type Pair, signedBy } from './openssl.ts'
import { type OpensslCa, openOpensslCa } from './openssl-ca.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const isRun = hasOpenssl || process.env.SLUICE_WIDE === '1'
beforeEach(({ skip }) => skip(!isRun, 'not run: needs openssl'))

let site: Site
let ca: OpensslCa
let mail: Awaited<ReturnType<typeof openMailServer>>
let gateway: GatewayProcess
let sender: ExampleSender

beforeAll(async () => {
  if (!isRun) return
  site = await openSite()
  ca = await openOpensslCa(join(site.folder, 'openssl-ca'), 'OpenSSL CA')
  mail = await openMailServer()
  await copyFile(ca.certificate, join(site.folder, 'certs', 'issuers', 'openssl-ca.crt'))
  await configure('required')
  gateway = await site.start('messages.mail.via=smtp', `messages.mail.port=${mail.port}`, 'messages.mail.tls=never')
  sender = await site.enrol(gateway)
})
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await mail?.[Symbol.asyncDispose]()
  await ca?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

test('rules 28.2 and 28.3, case C8: what OpenSSL says of a signer decides, and what it does not say is waited for', async () => {
  await ca.writeList('old', ['20260101000000Z', '20260102000000Z'])
  const good = await ca.issue('good', { isAsked: true })
  const superseded = await ca.issue('superseded', { isAsked: true })
  const onHold = await ca.issue('onHold', { isAsked: true })
  const stranger = await ca.issue('stranger', { isAsked: true, isKnown: false })
  const listed = await ca.issue('listed', { list: 'old' })
  await ca.revoke(superseded, 'superseded')
  await ca.revoke(onHold, 'certificateHold')
  await register(good, superseded, onHold, stranger, listed)
  const [first, second, third, unknown, expired] = await Promise.all(
    [good, superseded, onHold, stranger, listed].map((pair, nth) => send(pair, `G000${nth}`)),
  )
  expect([await first?.codes(), await second?.codes(), await third?.codes()]).toEqual([[], [125], [125]])
  expect(await second?.evidence()).toMatchObject({ status: 'revoked', reason: 'superseded' })
  expect(await third?.evidence()).toMatchObject({ status: 'revoked', reason: 'certificateHold' })
  for (const waiting of [unknown, expired]) await waiting?.waits()

  await ca.recognise(stranger)
  await ca.writeList('old')
  await Promise.all([recheck(stranger), recheck(listed)])
  expect([await unknown?.codes(), await expired?.codes()]).toEqual([[], []])
  expect(await expired?.evidence()).toMatchObject({ status: 'good', source: expect.stringMatching(/\/old\.crl$/) })
  // rule 28.4: with what was kept of them the same is found again
  for (const set of [first, second, third, unknown, expired])
    expect(await set?.judgedAgain()).toEqual(await set?.kept())
})

test('rule 28.5: once its authority has revoked it, a certificate gets no token, keeps none, and opens neither SOAP nor TLS', async () => {
  const pair = await ca.issue('client', { isAsked: true })
  await register(pair)
  const own = await read(pair)
  const token = await tokenOf(own)
  const look = async () => [
    (await askWeb('/REST/structuredReports/v1/messages', { authorization: `Bearer ${token.json.access_token}` }))
      .status,
    (await tokenOf(own)).status,
    (await tokenOf(sender.signing, own)).status,
    (await overSoap(own)).status,
    (await tokenOf(sender.signing)).status,
  ]
  expect(await look()).toEqual([200, 200, 200, 200, 200])
  await ca.revoke(pair, 'superseded')
  const revoked = heard('certificate.revoked')
  await recheck(pair)
  await revoked
  expect(await look()).toEqual([401, 401, 401, 500, 200])
  const [told] = await eventually(
    async () => mail.received.filter(({ text }) => text.includes('r=C3=A9voqu')),
    ({ length }) => length > 0,
  )
  expect(told?.to).toEqual(['erin@bakery.example'])
})

test('rule 28.2: `ifKnown` lets pass what waits, and rejects what is revoked all the same; `off` asks nobody', async () => {
  const pair = await ca.issue('later', { isAsked: true })
  const bad = await ca.issue('known', { isAsked: true })
  await ca.revoke(bad, 'superseded')
  await register(bad)
  await recheck(bad)
  await answeredFor(bad)
  ca.isAway = true
  await register(pair)
  const waiting = await send(pair, 'K0001')
  await waiting.waits()
  await configure('ifKnown')
  expect(await waiting.codes()).toEqual([])
  expect(await waiting.evidence()).toEqual({ status: 'unknown' })

  await configure('off')
  const before = ca.asked.length
  const unasked = await send(pair, 'K0002')
  expect(await unasked.codes()).toEqual([])
  expect(await unasked.evidence()).toBeUndefined()
  expect(ca.asked.length).toBe(before)
  ca.isAway = false
})

test('rule 28.1: an authority in between counts when the signature carries it', async () => {
  const between = await ca.issue('between', { isAuthority: true })
  const [key, certificate] = [join(site.folder, 'leaf.key'), join(site.folder, 'leaf.crt')]
  const request = ['-subj', '/C=BE/CN=leaf', '-nodes', '-keyout', key, '-out', `${key}.csr`]
  await openssl('req', '-new', '-newkey', 'rsa:2048', ...request)
  await writeFile(`${key}.ext`, 'keyUsage=critical,digitalSignature,nonRepudiation\n')
  const issued = ['-CA', between.certificate, '-CAkey', between.key, '-CAcreateserial', '-extfile', `${key}.ext`]
  await openssl('x509', '-req', '-in', `${key}.csr`, '-days', '9', ...issued, '-out', certificate)
  const accepted = join(site.folder, 'certs', 'issuers', 'between.crt')
  await copyFile(between.certificate, accepted)
  await register({ key, certificate })
  await rm(accepted)
  const [carried, alone] = await Promise.all([
    send({ key, certificate }, 'I0001', ['-certfile', between.certificate]),
    send({ key, certificate }, 'I0002', []),
  ])
  expect([await carried?.codes(), await alone?.codes()]).toEqual([[], [125]])
})

type Evidence = SignatureEvidence & { readonly revocation?: RevocationEvidence }
type Found = {
  readonly sealedAt: string
  readonly waitsFor: object | null
  readonly evidence: { readonly signatures: readonly Evidence[] } | null
}

/** Sends a set that this pair signed; with `words` `openssl cms` signs. */
async function send(pair: Pair, sequence: string, words?: readonly string[]) {
  const signing = { ...sender, signing: await read(pair) }
  const set = await makeSet(site, signing, { sequence })
  const [fi = '', fs = ''] = set.files
  if (words) await writeFile(fs, await signedBy(pair, fi, ['cms', '-binary', '-outform', 'DER', ...words]))
  const client = await connect(gateway, sender)
  const taken = await pushSet(client, set, () => {})
  const answered = awaitAnswer(client, set.trigger, taken, 120, new Set()).finally(() => client[Symbol.asyncDispose]())
  const found = async () => ((await gateway.command('find', set.trigger)) as { submissions: Found[] }).submissions[0]
  const kept = async () => (await found())?.evidence?.signatures[0]
  return {
    kept,
    codes: async () => (await answered).acknowledgement.codes,
    evidence: async () => (await kept())?.revocation,
    waits: () => eventually(found, (one) => one?.waitsFor != null),
    judgedAgain: async () => await judgeAgain(await found(), pair, { fi, fs }),
  }
}

/** As the gate does, from the files, the registered certificate, the issuers and the evidence alone. */
async function judgeAgain(found: Found | undefined, { certificate }: Pair, files: { fi: string; fs: string }) {
  const evidence = found?.evidence?.signatures[0]
  const bytes = new Map<string, Buffer>()
  const member = async (path: string): Promise<Member> => {
    const content = await readFile(path)
    const digest = sha256(content)
    bytes.set(digest, content)
    return { name: basename(path), bytes: content.length, sha256: digest } as Member
  }
  const [fi, fs] = [await member(files.fi), await member(files.fs)]
  const known = evidence?.revocation
  const { verify } = judgeContents({
    contents: {
      read: async (digest) => bytes.get(digest) ?? Buffer.alloc(0),
      stream: (digest) => Readable.from([bytes.get(digest)]),
    },
    checkers: { inspect: () => Promise.reject(new TypeError('no document is asked for')) },
    issuers: async () => [derOf(await readFile(ca.certificate, 'utf8'))].map(certificateIn),
    ...{ allowSelfSigned: false, signatureBytesMax: 65_536 },
    revocation: { revocation: 'required', recheckHours: 24 },
    standingOf: async () => known && standingIn(known),
  } as JudgeContentsDeps)
  const der = derOf(await readFile(certificate, 'utf8'))
  const registered = { sha256: sha256(der), der: der.toString('base64'), usages: ['signature'], state: 'valid' }
  const at = { sealedAt: new Date(found?.sealedAt ?? 0), certificates: [registered] } as unknown as VerifiedAt
  return evidenceOf(fs.name, await verify(fi, fs, at))
}

function standingIn({ status, source, statedAt, checkedAt, revokedAt, reason }: RevocationEvidence): KnownStanding {
  return {
    ...{ status, source: source ?? null },
    statedAt: statedAt ? new Date(statedAt) : null,
    checkedAt: checkedAt ? new Date(checkedAt) : null,
    revoked: revokedAt ? { at: new Date(revokedAt), reason: reason as RevocationReason } : null,
  }
}

function derOf(pem: string): Buffer {
  return readPem(pem)?.blocks[0]?.octets ?? Buffer.alloc(0)
}

function certificateIn(der: Buffer): Certificate {
  const certificate = readCertificate(der)
  if (!certificate.ok) throw new TypeError('OpenSSL made a certificate that is not read')
  return certificate.value
}

async function read({ key, certificate }: Pair): Promise<KeyAndCertificate> {
  return { keyPem: await readFile(key, 'utf8'), certificatePem: await readFile(certificate, 'utf8') }
}

/** For signatures and log-ins of the sender, as an operator does it. */
async function register(...pairs: readonly Pair[]): Promise<void> {
  await gateway.command(
    ...['enrol', '--enterprise', '0123456749', '--name', 'Example Bakery', '--quality', 'QUAL_EMP_NOSS'],
    ...['--services', 'DMFA,DIMN', '--channel', 'sftp', '--channel', 'web', '--sender', sender.number],
    ...pairs.flatMap(({ certificate }) => ['--certificate', certificate]),
  )
}

async function digestOf({ certificate }: Pair): Promise<string> {
  return sha256(derOf(await readFile(certificate, 'utf8')))
}

async function recheck(pair: Pair): Promise<void> {
  await gateway.command('certificate', 'recheck', await digestOf(pair))
}

async function answeredFor(pair: Pair): Promise<void> {
  const digest = await digestOf(pair)
  const standing = async () =>
    (await gateway.command('certificate', 'standing', digest)) as {
      certificates: { standing: { checkedAt: string | null } | null }[]
    }
  await eventually(standing, ({ certificates: [one] }) => one?.standing?.checkedAt != null)
}

function heard(event: string): Promise<void> {
  return new Promise((resolve) => gateway.onEvent((one) => one === event && resolve()))
}

/** Written and reloaded; the first time before the start. */
async function configure(revocation: 'required' | 'ifKnown' | 'off'): Promise<void> {
  await mkdir(join(site.folder, 'config'), { recursive: true })
  const reloaded = gateway && heard('config.reloaded')
  await writeFile(join(site.folder, 'config', 'sluice.yaml'), `signature:\n  revocation: ${revocation}\n`)
  if (gateway) process.kill(gateway.pid, 'SIGHUP')
  await reloaded
}

async function askWeb(path: string, headers: Record<string, string>, more: Partial<Asked> = {}) {
  const trust = await readFile(join(site.folder, 'certs', 'tls.crt'), 'utf8')
  return await ask({ port: gateway.addresses.web.port, path, headers, ca: trust, ...more })
}

/** `shown`: in TLS. */
async function tokenOf({ keyPem }: KeyAndCertificate, shown?: KeyAndCertificate) {
  const key = readSigningKey(keyPem)
  if (!key.ok || !sender.clientId) throw new TypeError('no key for the web')
  const { host, port } = gateway.addresses.web
  const audience = `https://${host}:${port}/REST/oauth/v5/token`
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signAssertion(key.value, { clientId: sender.clientId, audience, now: new Date() }),
  }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return await askWeb('/REST/oauth/v5/token', headers, { method: 'POST', body, ...(shown && { certificate: shown }) })
}

async function overSoap({ keyPem, certificatePem }: KeyAndCertificate) {
  const body = signed({ key: createPrivateKey(keyPem), certificatePem }, bodyOf(requestOf('checkAccessControl', {})))
  const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' }
  return await askWeb('/SOAP/structuredReports/v1', headers, { method: 'POST', body })
}
