/** The senders, enrolled by the operator's command as anybody would be, each with a program and a watch over its OUT folder. */
import { X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ENTERPRISES, type Enterprise, enrolExample, makeAuthority } from '../../src/cli/demo/example.ts'
import { SteadyClient } from '../gateway/steady-client.ts'
import type { Cast } from './cast.ts'
import { Line } from './line.ts'
import { keepLogin } from './programs.ts'
import { AGE_MILLISECONDS } from './sets.ts'
import type { Stage } from './stage.ts'

type Enrolling = Pick<Stage, 'site' | 'folder' | 'network' | 'effects'>

export async function enrolLines(cast: Cast, { site, folder, network, effects }: Enrolling): Promise<readonly Line[]> {
  const past = new Date(Date.now() - AGE_MILLISECONDS)
  const authority = await makeAuthority(site.folder, past)
  await using gateway = await site.start()
  const certificate = join(site.folder, 'certs', 'tls.crt')
  const { fingerprint256: fingerprint } = new X509Certificate(await readFile(certificate))
  const lines: Line[] = []
  for (const [index, [name, letter, program, way]] of cast.lines.entries()) {
    const sender = await enrolExample(gateway, site.folder, authority, enterpriseOf(index, way), past)
    const workplace = join(folder, letter)
    await mkdir(workplace)
    const sending = { network, sender, certificate, fingerprint, workplace }
    await keepLogin(sending)
    // looks go over SFTP, whatever the program uses
    const client = new SteadyClient(site, { ...sender, ftp: null }, async () => effects())
    const answersRepeats = way !== 'web' // case A9
    lines.push(new Line({ name, letter, program, sending, client, answersRepeats, site: site.folder }))
  }
  return lines
}

function enterpriseOf(index: number, way: string): Enterprise {
  const { contact, quality, network } = ENTERPRISES[way === 'ftp' ? 2 : 0]
  const first = 10_000_300 + index
  const number = `${first}${String(97 - (first % 97)).padStart(2, '0')}`
  return { number, name: `Soak ${index}`, contact, quality, network, web: way === 'web' }
}
