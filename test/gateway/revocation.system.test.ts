import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { awaitAnswer, pushSet } from '../../src/cli/send-sets.ts'
import { toPem } from '../../src/signing/pem.ts'
import { type Answered, serve } from '../identity/eid/authority-server.ts'
import {
  authority,
  type Holder,
  issue,
  listAt,
  nameOf,
  ocspAnswer,
  responderAt,
  revocationList,
  USAGE,
  usage,
} from '../signing/authorities.ts'
import { connect, eventually, makeSet, openSite, type Site } from './gateway.ts'

/** By the clock of this machine, as the gateway's. */
const inDays = (count: number): Date => new Date(Date.now() + count * 86_400_000)
const lasting = { from: inDays(-30), until: inDays(300) }
const ca = authority('Signing CA', undefined, { ...lasting, keyType: 'rsa' })

/** What the authority answers on each path; what is not there is away. */
const answers: Record<string, () => Answered> = {}
let site: Site
let gateway: GatewayProcess
let sender: ExampleSender
let server: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
  server = await serve((path) => answers[path]?.() ?? { status: 503, body: Buffer.alloc(0) })
  site = await openSite()
  await writeFile(join(site.folder, 'certs', 'issuers', 'signing-ca.crt'), toPem('CERTIFICATE', ca.certificate.der))
  gateway = await site.start()
  sender = await site.enrol(gateway)
})
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
  await server?.close()
})

/** Registers a certificate that its authority answers for; the sender signs with it from then on. */
async function signer(): Promise<{ readonly holder: Holder; readonly signing: ExampleSender }> {
  const places = [responderAt(`${server.url}/ocsp`), listAt(`${server.url}/crl`)]
  const extensions = [usage(USAGE.nonRepudiation), ...places]
  const holder = issue({ name: nameOf({ CN: 'Signer' }), by: ca, keyType: 'P-256', ...lasting, extensions })
  const file = join(site.folder, `${holder.certificate.serialText}.crt`)
  const certificatePem = toPem('CERTIFICATE', holder.certificate.der)
  await writeFile(file, certificatePem)
  await gateway.command(
    'enrol',
    ...['--enterprise', '0123456749', '--name', 'Example Bakery', '--quality', 'QUAL_EMP_NOSS'],
    ...['--services', 'DMFA,DIMN', '--channel', 'sftp', '--certificate', file, '--sender', sender.number],
  )
  const keyPem = holder.key.export({ type: 'pkcs8', format: 'pem' }) as string
  return { holder, signing: { ...sender, signing: { keyPem, certificatePem } } }
}

type Found = {
  readonly submissions: readonly {
    readonly state: string
    readonly waitsFor: { readonly certificate: string } | null
    readonly verdict: object | null
    readonly evidence: { readonly signatures: readonly { readonly revocation?: object }[] } | null
  }[]
}
const find = async (name: string) => ((await gateway.command('find', name)) as Found).submissions[0]

test('rule 28.3, case C8: a set waits while its authority is away, and is accepted when it is back', async () => {
  const { holder, signing } = await signer()
  await using client = await connect(gateway, sender)
  const set = await makeSet(site, signing, { sequence: 'R0001' })
  const taken = await pushSet(client, set, () => {})
  const waiting = await eventually(
    () => find(set.trigger),
    (found) => found?.waitsFor != null,
  )
  expect(waiting).toMatchObject({
    state: 'sealed',
    verdict: null,
    waitsFor: { certificate: holder.certificate.sha256 },
  })
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 }, awaitingRevocation: { sets: 1 } })

  answers['/ocsp'] = () => ({
    body: ocspAnswer(holder.certificate, ca.certificate, ca, { from: inDays(-0.1), until: inDays(1) }),
  })
  const answer = await awaitAnswer(client, set.trigger, taken, 60, new Set())
  expect(answer.acknowledgement).toMatchObject({ accepted: true, codes: [] })
  const found = await find(set.trigger)
  // rule 28.4
  expect(found).toMatchObject({
    waitsFor: null,
    evidence: { signatures: [{ outcome: 'good', revocation: { status: 'good', source: `${server.url}/ocsp` } }] },
  })
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 }, awaitingRevocation: { sets: 0 } })
})

test('rule 28.5, case C8: whoever is revoked by a list is rejected, and signs no more', async () => {
  delete answers['/ocsp']
  const { holder, signing } = await signer()
  answers['/crl'] = () => ({
    body: revocationList(ca, {
      revoked: [holder.certificate],
      revokedAt: inDays(-1),
      from: inDays(-0.1),
      until: inDays(1),
    }),
  })
  await using client = await connect(gateway, sender)
  const set = await makeSet(site, signing, { sequence: 'R0002' })
  const taken = await pushSet(client, set, () => {})
  const answer = await awaitAnswer(client, set.trigger, taken, 60, new Set())
  expect(answer.acknowledgement).toMatchObject({ accepted: false, codes: [125] })
  expect((await find(set.trigger))?.evidence?.signatures).toMatchObject([
    { outcome: 'bad', annex25: [10, 1104], certificate: { sha256: holder.certificate.sha256 } },
  ])
  const standing = (await gateway.command('certificate', 'standing', holder.certificate.sha256)) as object
  expect(standing).toMatchObject({
    certificates: [{ state: 'revoked', standing: { status: 'revoked', source: `${server.url}/crl` } }],
  })
})
