/** The SOAP interface as a software house uses it: zeep reads the WSDL, xmlsec signs, and the real sample goes through the whole gateway. */
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ENTERPRISES } from '../../../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../../../src/cli/demo/gateway-process.ts'
import { openSite, type Site } from '../../../gateway/gateway.ts'
import { type Authority, opensslAuthority, type Pair, verificationOf } from '../../../gateway/openssl.ts'
import { PYTHON } from '../../../gateway/peers.ts'
import { notRun, outcomeOfProgram } from '../../support/programs.ts'

const SHARED = join(import.meta.dirname, '../../../../../shared')
const SAMPLE = join(SHARED, 'samples/DmfAOriginal_20223.xml')
const PACKAGES = ['zeep/__init__.py', 'xmlsec/__init__.pyi'].map((file) => `/usr/lib/python3/dist-packages/${file}`)
const reason = notRun('openssl', PYTHON, ...PACKAGES, SAMPLE)
const CLIENT = join(import.meta.dirname, 'zeep_client.py')

let site: Site
let gateway: GatewayProcess
let authority: Authority
let signing: Pair
let number: string

beforeEach(({ skip }) => skip(reason !== undefined, reason))

beforeAll(async () => {
  if (reason !== undefined) return
  site = await openSite(`schemas.dir=${join(SHARED, 'schemas')}`, 'web.host=127.0.0.1', 'web.port=0')
  authority = await opensslAuthority(site.folder)
  gateway = await site.start()
  signing = await authority.issue('software-house')
  const { name, contact, ...enterprise } = ENTERPRISES[0]
  const { senderNumber } = (await gateway.command(
    ...['enrol', '--enterprise', enterprise.number, '--name', name, '--quality', 'QUAL_EMP_NOSS'],
    ...['--services', 'DMFA', '--channel', 'web', '--contact', contact, '--certificate', signing.certificate],
  )) as { senderNumber: string }
  number = senderNumber
})

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

test.each([
  ['inline', false, 'A0001'],
  ['as MTOM', true, 'A0002'],
])('zeep sends the real declaration %s, and fetches and confirms its answer', async (_, mtom, sequence) => {
  const { declaration, signature } = await packed(sequence)
  const fileName = basename(declaration)
  const said = await zeepSays({ mtom, fileName, declaration, signature })
  const { content, messageSignature, ...rest } = said
  expect(rest).toEqual({
    health: 'UP',
    who: {
      SenderNumber: number,
      EnterpriseNumber: ENTERPRISES[0].number,
      Quality: 'QUAL_EMP_NOSS',
      ClientId: `self_service_expeditor_${number}`,
    },
    sent: { Status: 'received', Replayed: false },
    again: true,
    fault: ['ACRF-131', 'ACRF-132', 'ACRF-107'],
    // the online service may have it already
    status: expect.stringMatching(/^(positiveAcknowledgement|processing)$/),
    outcome: 'accepted',
    listed: true,
    fits: true,
    left: 0,
  })
  const document = join(site.folder, `FO.${sequence}`)
  await writeFile(document, String(content))
  await writeFile(join(site.folder, `FS.${sequence}`), String(messageSignature))
  expect(await verificationOf(document, site.folder)).toEqual({ code: 0, output: 'CMS Verification successful\n' })
  expect(String(content)).toContain(`<FileName>GO.${fileName.split('.').slice(1, 7).join('.')}</FileName>`)
})

async function zeepSays(wish: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const { port } = gateway.addresses.web
  const input = JSON.stringify({
    ...{ wsdl: `https://localhost:${port}/SOAP/structuredReports/v1?wsdl`, ca: join(site.folder, 'certs', 'tls.crt') },
    ...signing,
    ...wish,
  })
  const { code, output } = await outcomeOfProgram(PYTHON, [CLIENT], { input })
  if (code !== 0) throw new Error(output)
  return JSON.parse(output)
}

/** By `sluice pack`. */
async function packed(sequence: string): Promise<{ declaration: string; signature: string }> {
  const out = join(site.folder, `packed-${sequence}`)
  const { files } = (await gateway.command(
    ...['pack', SAMPLE, '--service', 'DMFA', '--sender', number, '--environment', 'R', '--sequence', sequence],
    ...['--key', signing.key, '--certificate', signing.certificate, '--out', out],
  )) as { files: string[] }
  const [declaration = '', signature = ''] = files.map((file) => join(out, file))
  expect((await readFile(signature)).length).toBeGreaterThan(0)
  return { declaration, signature }
}
