/** Widespread FTP clients, as municipalities and others use them, against the whole gateway: each pushes a signed set and fetches an answer that verifies. */
import { copyFile, mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readAcknowledgement } from '../../src/batch/read-acknowledgement.ts'
import type { ExampleSender } from '../../src/cli/demo/example.ts'
import type { GatewayProcess } from '../../src/cli/demo/gateway-process.ts'
import { notRun } from '../endpoints/support/programs.ts'
import { Answers } from './answers.ts'
import { makeSets } from './flow.ts'
import { basicFtp, curl, type FtpLogin, type FtpPeer, ftplib, lftp, lftpMirrors, rclone, tnftp } from './ftp-peers.ts'
import { connect, FIXED_LINK, makeSet, openSite, type Site } from './gateway.ts'
import { verificationOf } from './openssl.ts'
import { PYTHON } from './peers.ts'

const reason = notRun('openssl', 'lftp', 'curl', 'tnftp', 'rclone', PYTHON)

const MIRRORED_SETS = 200
const AT_A_TIME = 8

// biome-ignore format: a table
const CLIENTS: readonly (readonly [name: string, tls: 'in clear' | 'under TLS', peer: FtpPeer, letter: string])[] = [
  ['lftp',      'in clear',  lftp,     'A'],
  ['lftp',      'under TLS', lftp,     'B'],
  ['curl',      'in clear',  curl,     'C'],
  ['curl',      'under TLS', curl,     'D'],
  ['tnftp',     'in clear',  tnftp,    'E'],
  ['ftplib',    'in clear',  ftplib,   'F'],
  ['ftplib',    'under TLS', ftplib,   'G'],
  ['basic-ftp', 'in clear',  basicFtp, 'H'],
  ['basic-ftp', 'under TLS', basicFtp, 'J'],
  ['rclone',    'in clear',  rclone,   'K'],
  ['rclone',    'under TLS', rclone,   'L'],
]

let site: Site
let gateway: GatewayProcess
let town: ExampleSender

beforeEach(({ skip }) => skip(reason !== undefined, reason))

beforeAll(async () => {
  if (reason !== undefined) return
  site = await openSite(FIXED_LINK)
  gateway = await site.start()
  town = await site.enrol(gateway, 2)
})

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]()
  await site?.[Symbol.asyncDispose]()
})

describe.each(CLIENTS)('%s %s', (_, tls, peer, letter) => {
  test('pushes a signed set and fetches its answer, which verifies', async () => {
    const { trigger, files } = await makeSet(site, town, { sequence: `${letter}0001` })
    await peer.put(login(tls), files)
    const answer = await answerTo(trigger, () => collected(peer, login(tls)))
    expect(readAcknowledgement(await readFile(answer))).toMatchObject({
      ok: true,
      value: { accepted: true, codes: [] },
    })
    const { code, output } = await verificationOf(answer, site.folder)
    expect({ code, output }).toEqual({ code: 0, output: 'CMS Verification successful\n' })
  })
})

test.each(['in clear', 'under TLS'] as const)(
  `lftp mirrors ${MIRRORED_SETS} sets %s, ${AT_A_TIME} files at a time, and each is accepted`,
  async (tls) => {
    const sets = await makeSets(site, town, tls === 'in clear' ? 'M' : 'N', MIRRORED_SETS)
    const folder = await mkdtemp(join(site.folder, 'mirrored-'))
    for (const file of sets.flatMap(({ files }) => files)) await copyFile(file, join(folder, basename(file)))
    await lftpMirrors(login(tls), folder, AT_A_TIME)
    await using client = await connect(gateway, town)
    const answers = new Answers(client)
    for (const { trigger } of sets) expect([trigger, await answers.to(trigger)]).toEqual([trigger, [[]]])
  },
)

test('at the end the books balance', async () => {
  expect(await gateway.command('status')).toMatchObject({ books: { imbalance: 0 } })
})

function login(tls: 'in clear' | 'under TLS'): FtpLogin {
  const { user, password } = town.ftp ?? { user: '', password: '' }
  const authority = tls === 'in clear' ? null : join(site.folder, 'certs', 'tls.crt')
  return { port: gateway.addresses.ftp.port, user, password, authority, workplace: site.folder }
}

/** The folder into which the client got everything. */
async function collected(peer: FtpPeer, from: FtpLogin): Promise<string> {
  const into = join(site.folder, `collected-${performance.now()}`)
  await mkdir(into)
  await peer.collect(from, into)
  return into
}

/** Looks until the answer is there whole; the test's own time-out is the bound. */
async function answerTo(trigger: string, collect: () => Promise<string>): Promise<string> {
  for (;;) {
    const folder = await collect()
    const names = await readdir(folder)
    for (const name of names.filter((name) => name.startsWith('FO.') && names.includes(name.replace(/^FO/, 'GO')))) {
      const content = readAcknowledgement(await readFile(join(folder, name)))
      if (content.ok && content.value.fileName === trigger) return join(folder, name)
    }
  }
}
