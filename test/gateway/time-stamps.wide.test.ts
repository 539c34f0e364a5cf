/** Answers with time-stamps from end to end: OpenSSL stamps, and OpenSSL judges what left. */
import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { awaitAnswer, pushSet } from '../../src/cli/send-sets.ts'
import { makeSelfSigned } from '../../src/signing/make-certificate.ts'
import { readSignatureFile } from '../../src/signing/signature-file.ts'
import { parseSignedContent } from '../../src/signing/signed-content.ts'
import { openStampAuthority, type StampAuthority } from '../support/stamp-authority.ts'
import { connect, eventually, makeSet, openSite, type Site, setKeyOf } from './gateway.ts'
import { openssl, verificationOf } from './openssl.ts'

type Kept = { readonly document: string; readonly signature: string }

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
let site: Site
let authority: StampAuthority
let gateway: GatewayProcess
let sender: ExampleSender
const kept: Kept[] = []

beforeAll(async () => {
  if (!hasOpenssl && process.env.SLUICE_WIDE !== '1') return
  site = await openSite()
  authority = await openStampAuthority(join(site.folder, 'tsa'))
  await putPair('acknowledgement', 'Present', 5)
  gateway = await start()
  sender = await site.enrol(gateway)
})
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await authority?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

const start = (): Promise<GatewayProcess> => {
  const at = 'acknowledgement.timestamp'
  return site.start(`${at}.url=${authority.url}`, `${at}.issuers=${authority.rootFile}`)
}

test('cases C25, C26, O4, rules 29.1, 29.6, 29.9: every answer is stamped, waits for its stamp, and verifies also after the key has changed', async ({
  skip,
}) => {
  skip(!hasOpenssl && process.env.SLUICE_WIDE !== '1', 'not run: needs openssl')
  for (const sequence of ['T0001', 'T0002', 'T0003']) await answered(sequence)
  expect(authority.stamped).toBe(3)

  authority.isAway = true
  const told = new Promise<void>((resolve) => gateway.onEvent((event) => event === 'timestamps.away' && resolve()))
  const late = answered('T0004')
  await told
  const judged = await eventually(
    () => find('T0004'),
    ([found]) => found?.verdict !== undefined,
  )
  expect(judged).toMatchObject([{ state: 'judged', acknowledgement: null }])
  authority.isAway = false
  await late
  expect(authority.stamped).toBe(4)

  await gateway[Symbol.asyncDispose]()
  await putPair('acknowledgement-next', 'Next', 365)
  gateway = await start()
  await answered('T0005')
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })

  const signers = await Promise.all(kept.map((one) => signerOf(one)))
  expect(signers).toEqual([...Array(4).fill('acknowledgement'), 'acknowledgement-next'])
})

/** Sends a set and keeps its answer, which OpenSSL finds stamped. */
async function answered(sequence: string): Promise<void> {
  await using client = await connect(gateway, sender)
  const set = await makeSet(site, sender, { sequence })
  const answer = await awaitAnswer(client, set.trigger, await pushSet(client, set, () => {}), 60, new Set())
  const folder = join(site.folder, 'answers', sequence)
  await mkdir(folder, { recursive: true })
  const [document, signature] = ['FO', 'FS'].map((mark) => join(folder, answer.document.replace(/^FO/, mark)))
  await writeFile(document!, answer.bytes)
  await writeFile(signature!, answer.signature)
  kept.push({ document: document!, signature: signature! })
  const octets = readSignatureFile(answer.signature)
  const signed = octets.ok ? parseSignedContent(octets.value, 'timeStamp') : octets
  if (!signed.ok || !signed.value.token) throw new TypeError('an answer without a time-stamp')
  await writeFile(join(folder, 'value'), signed.value.value)
  await writeFile(join(folder, 'token'), signed.value.token)
  const words = ['-data', join(folder, 'value'), '-in', join(folder, 'token'), '-token_in']
  expect((await openssl('ts', '-verify', ...words, '-CAfile', authority.rootFile)).toString()).toContain('OK')
}

/** Of the two pairs, the one whose certificate verifies it, by the published line and by our own command. */
async function signerOf({ document, signature }: Kept): Promise<string | undefined> {
  const names = ['acknowledgement', 'acknowledgement-next']
  const outcomes = await Promise.all(
    names.map(async (name) => {
      const certificate = join(site.folder, 'certs', `${name}.crt`)
      const { code } = await verificationOf(document, site.folder, certificate)
      const words = [document, signature, '--certificate', certificate, '--timestamp-issuers', authority.rootFile]
      const own = await site.sluice('verify', ...words)
      expect(own.code === 0).toBe(code === 0)
      if (code === 0) expect(own.out).toMatch(/^Good: .*\.\nTime-stamped 20\S+Z by CN=Test stamps, O=Test\.\n$/)
      return code === 0
    }),
  )
  return names[outcomes.indexOf(true)]
}

type Found = { readonly state: string; readonly verdict?: unknown; readonly acknowledgement: unknown }

async function find(sequence: string): Promise<readonly Found[]> {
  const set = await makeSet(site, sender, { sequence })
  return ((await gateway.command('find', setKeyOf(set.trigger))) as { submissions: Found[] }).submissions
}

async function putPair(file: string, commonName: string, days: number): Promise<void> {
  const pair = await makeSelfSigned({ commonName, keyType: 'rsa', days, now: new Date() })
  const at = (ending: string) => join(site.folder, 'certs', `${file}.${ending}`)
  await mkdir(join(site.folder, 'certs'), { recursive: true, mode: 0o700 })
  await writeFile(at('crt'), pair.certificatePem)
  await writeFile(at('key'), pair.keyPem, { mode: 0o600 })
}
