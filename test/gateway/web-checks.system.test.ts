import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { ask } from '../endpoints/web/https-client.ts'
import { FORM, multipartBody, type WrittenPart } from '../endpoints/web/multipart-body.ts'
import { filePart, metadata } from '../endpoints/web/rest-sets.ts'
import { assertionOf, makePair, tokenForm, type WebSender } from '../endpoints/web/web-rig.ts'
import { eventually, makeSet, openSite, type SetWish, type Site, setKeyOf } from './gateway.ts'

const API = '/REST/structuredReports/v1'
const TOKEN_PATH = '/REST/oauth/v5/token'

/** Each is sent after it was checked; what the gate then answers must be what was told. */
const SETS: readonly SetWish[] = [
  { sequence: '00001' },
  { sequence: '00002', document: Buffer.from('<?xml version="1.0"?><!DOCTYPE a><a/>') },
  { sequence: '00003', document: Buffer.from('no document') },
  { sequence: '00004', environment: 'S', signed: false },
]

test('rule 17.7: what is told of files that are not sent is what the gate answers when they are', {
  timeout: 240_000,
}, async () => {
  await using site = await openSite('web.host=127.0.0.1', 'web.port=0', 'signature.allowSelfSigned=true')
  await using gateway = await site.start()
  const web = await enrolWeb(site, gateway)
  const told: unknown[] = []
  const answered: unknown[] = []
  for (const wish of SETS) {
    const parts = await partsOf(site, web, wish)
    const { json } = await web.post('/checks', parts)
    const [checked] = json.sets as { outcome: string; reasons: { acknowledgementCode: number }[] }[]
    told.push([checked?.outcome, checked?.reasons.map(({ acknowledgementCode }) => acknowledgementCode)])
    const sent = await web.post('/transfers', parts)
    expect(sent.status).toBe(201)
    const verdict = await verdictOf(gateway, String(sent.json.ticket))
    answered.push([verdict.outcome, verdict.reasons.map(({ code }) => code)])
  }
  expect(told).toEqual(answered)
  expect(told.map((one) => (one as unknown[])[0])).toEqual(['accepted', 'rejected', 'rejected', 'accepted'])
})

type Verdict = { readonly outcome: string; readonly reasons: readonly { readonly code: number }[] }

async function verdictOf(gateway: GatewayProcess, ticket: string): Promise<Verdict> {
  const find = async () => {
    const { submissions } = (await gateway.command('find', ticket)) as { submissions: { verdict: Verdict | null }[] }
    return submissions[0]?.verdict ?? null
  }
  const verdict = await eventually(find, (found) => found !== null)
  if (!verdict) throw new TypeError('a verdict was there')
  return verdict
}

/** Of the sender's, FI and FS with the words that go with them. */
async function partsOf(site: Site, sender: EnrolledWeb, wish: SetWish): Promise<WrittenPart[]> {
  const { keyPem, certificatePem } = sender.pair
  const example = {
    ...{ number: sender.number, userName: '', sshKey: '', ftp: null },
    signing: { keyPem, certificatePem },
    clientId: '',
  }
  const { trigger, files } = await makeSet(site, example, wish)
  const parts = files.filter((path) => !basename(path).startsWith('GO.'))
  return [
    metadata(`${setKeyOf(trigger)}.1`),
    ...(await Promise.all(
      parts.map(async (path) => {
        const kind = basename(path).startsWith('FI.') ? 'declaration' : 'signature'
        return filePart(kind, basename(path), await readFile(path))
      }),
    )),
  ]
}

type EnrolledWeb = Awaited<ReturnType<typeof enrolWeb>>

async function enrolWeb(site: Site, gateway: GatewayProcess) {
  const pair = await makePair('rsa')
  await writeFile(join(site.folder, 'web.crt'), pair.certificatePem)
  const { senderNumber: number, channels } = (await gateway.command(
    ...['enrol', '--enterprise', '0123456749', '--name', 'Example Bakery', '--quality', 'QUAL_EMP_NOSS'],
    ...['--services', 'DMFA,DIMN', '--channel', 'web', '--certificate', join(site.folder, 'web.crt')],
  )) as { senderNumber: string; channels: { clientId: string }[] }
  const sender = { ...pair, clientId: channels[0]?.clientId } as unknown as WebSender
  const { port } = (gateway.addresses as unknown as { web: { port: number } }).web
  const ca = await readFile(join(site.folder, 'certs', 'tls.crt'), 'utf8')
  const post = async (path: string, body: string | Buffer, headers: Readonly<Record<string, string>>) =>
    ask({ ...{ method: 'POST', path, body, headers, port, ca } })
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const assertion = assertionOf({ sender }, `https://127.0.0.1:${port}`)
  const token = (await post(TOKEN_PATH, tokenForm(assertion), form)).json.access_token
  const authorised = { ...FORM, authorization: `Bearer ${token}` }
  return {
    ...{ number, pair },
    post: (path: string, parts: readonly WrittenPart[]) => post(`${API}${path}`, multipartBody(parts), authorised),
  }
}
