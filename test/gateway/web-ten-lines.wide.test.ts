/** The README's ten lines of curl and openssl, as they stand there, with the real declaration against a real gateway. */
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readAcknowledgement } from '../../src/batch/read-acknowledgement.ts'
import { ENTERPRISES } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { notRun, outcomeOfProgram } from '../endpoints/support/programs.ts'
import { openSite, type Site } from './gateway.ts'
import { openssl, verificationOf } from './openssl.ts'
import { linesBelow } from './readme-lines.ts'

const SHARED = join(import.meta.dirname, '../../../shared')
const SAMPLE = join(SHARED, 'samples/DmfAOriginal_20223.xml')
/** The lines wait until there is an answer, and so do without end if there is none. */
const SECONDS = '120'
const SELF_SIGNED = 'signature.allowSelfSigned=true'
const reason = notRun('curl', 'openssl', SAMPLE)

let site: Site
let gateway: GatewayProcess

beforeEach(({ skip }) => skip(reason !== undefined, reason))

beforeAll(async () => {
  if (reason !== undefined) return
  site = await openSite(SELF_SIGNED, `schemas.dir=${join(SHARED, 'schemas')}`, 'web.host=0.0.0.0')
  gateway = await site.start()
})

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

test('ten lines of curl and openssl get a token, send the real declaration, and fetch and confirm its answer', async () => {
  const [where = '', ...lines] = await linesBelow('Over the web service')
  expect(lines).toHaveLength(9)
  const folder = join(site.folder, 'reader')
  await mkdir(folder)
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '365']
  await openssl('req', '-x509', ...made, '-subj', '/CN=example')
  const { number, name, contact } = ENTERPRISES[0]
  const { senderNumber, channels } = (await gateway.command(
    ...['enrol', '--enterprise', number, '--name', name, '--quality', 'QUAL_EMP_NOSS', '--services', 'DMFA'],
    ...['--channel', 'web', '--certificate', certificate, '--contact', contact],
  )) as { senderNumber: string; channels: { clientId: string }[] }
  const words = where
    .replace('localhost:8443', `localhost:${gateway.addresses.web.port}`)
    .replace('self_service_expeditor_123457', channels[0]?.clientId ?? '')
    .replace('DMFA.123457', `DMFA.${senderNumber}`)
  const ready = ['set -e', `cp ${SAMPLE} declaration.xml`, `ln -s ${join(site.folder, 'certs')} certs`]
  const script = [...ready, words, ...lines].join('\n')
  const typed = await outcomeOfProgram('timeout', [SECONDS, '/bin/sh', '-c', script], { cwd: folder })
  expect(typed).toEqual({ code: 0, output: '' })

  const names = await readdir(folder)
  const document = join(folder, names.find((file) => file.startsWith('FO.ACRF.')) ?? '')
  expect(readAcknowledgement(await readFile(document))).toMatchObject({
    ok: true,
    value: { fileName: expect.stringMatching(`^GO\\.DMFA\\.${senderNumber}\\.`), accepted: true, codes: [] },
  })
  expect(await verificationOf(document, site.folder)).toEqual({ code: 0, output: 'CMS Verification successful\n' })
})
